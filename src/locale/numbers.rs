//! Counts and percentages, in the digits 0 to 9 and with the separators of a language.

use icu_decimal::{
    DecimalFormatter,
    input::{Decimal, SignDisplay},
    options::DecimalFormatterOptions,
};
use icu_locale_core::Locale;

/// Separates a number from the percent sign in every language, and prevents a line break there.
const NO_BREAK_SPACE: char = '\u{a0}';

pub(super) struct Numbers {
    formatter: DecimalFormatter,
    /// Powers of ten and what follows a number of them, the smallest first.
    units: &'static [(u32, &'static str)],
}

/// Smaller numbers are short enough as they are.
const SHORTENED_FROM: u64 = 10_000;

/// The short units of a language, as CLDR has them. German and Italian have none for thousands there, where they take
/// the words that people write.
fn units(habits: &Locale) -> &'static [(u32, &'static str)] {
    match habits.id.language.as_str() {
        "de" => &[(3, "\u{a0}Tsd."), (6, "\u{a0}Mio."), (9, "\u{a0}Mrd.")],
        "fr" => &[(3, "\u{a0}k"), (6, "\u{a0}M"), (9, "\u{a0}Md")],
        "es" => &[(3, "\u{a0}mil"), (6, "\u{a0}M")],
        "it" => &[(3, "\u{a0}mila"), (6, "\u{a0}Mln"), (9, "\u{a0}Mrd")],
        "pt" => &[(3, "\u{a0}mil"), (6, "\u{a0}mi"), (9, "\u{a0}bi")],
        "ja" => &[(4, "万"), (8, "億")],
        _ => &[(3, "K"), (6, "M"), (9, "B")],
    }
}

impl Numbers {
    pub(super) fn of(habits: &Locale) -> Self {
        let formatter = DecimalFormatter::try_new(habits.into(), DecimalFormatterOptions::default());
        let formatter = formatter.expect("the numbers of every language are part of the program");
        Self { formatter, units: units(habits) }
    }

    pub(super) fn number(&self, n: u64) -> String {
        self.formatter.format(&n.into()).to_string()
    }

    /// With three digits that count, so that it keeps its width while it grows.
    pub(super) fn short(&self, n: u64) -> String {
        if n < SHORTENED_FROM {
            return self.number(n);
        }
        let rest = n.ilog10() - 2;
        let mut three = n / 10_u64.pow(rest) + u64::from(5 <= n / 10_u64.pow(rest - 1) % 10);
        let mut power = rest;
        if three == 1000 {
            (three, power) = (100, rest + 1);
        }
        let fits = |unit: &&(u32, &str)| unit.0 <= power + 2;
        let (unit, letters) = self.units.iter().rev().find(fits).copied().unwrap_or((0, ""));
        let mut number = Decimal::from(three);
        let shift = i64::from(power) - i64::from(unit);
        number.multiply_pow10(i16::try_from(shift).expect("20 digits at most"));
        format!("{}{letters}", self.formatter.format(&number))
    }

    pub(super) fn signed(&self, n: u64) -> String {
        let n = Decimal::from(n).with_sign_display(SignDisplay::Always);
        self.formatter.format(&n).to_string()
    }

    /// From 100 on, or where no decimal says more, to the nearest whole number; else with one decimal.
    pub(super) fn rate(&self, n: f64) -> String {
        let is_whole = n.is_nan() || 100.0 <= n.abs() || (n - n.round()).abs() <= 0.05;
        self.decimal(n, u8::from(!is_whole))
    }

    /// The nearest number with so many decimals, at most 2; NaN is 0.
    pub(super) fn decimal(&self, n: f64, decimals: u8) -> String {
        let scaled = (n * 10_f64.powi(decimals.into())).round();
        #[expect(clippy::cast_possible_truncation, reason = "saturates beyond what anybody counts")]
        let mut number = Decimal::from(scaled as i64);
        number.multiply_pow10(-i16::from(decimals));
        self.formatter.format(&number).to_string()
    }

    /// Rounded down, so that nearly all is not shown as all.
    pub(super) fn percent(&self, part: f64) -> String {
        let mut percentage = Decimal::from(100);
        if part < 1.0 || part.is_nan() {
            percentage = Decimal::from(thousandths(part));
            percentage.multiply_pow10(-1);
        }
        format!("{}{NO_BREAK_SPACE}%", self.formatter.format(&percentage))
    }
}

/// The whole thousandths in a part of 1, at most 999.
fn thousandths(part: f64) -> u16 {
    // As a float 0.57 is slightly less than 57 hundredths, but must not become 569 thousandths.
    let whole = (part * 1000.0 + 1e-9).floor().clamp(0.0, 999.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 999; NaN is 0")]
    let whole = whole as u16;
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_locale(tag: &str) -> Numbers {
        Numbers::of(&tag.parse().unwrap())
    }

    #[test]
    fn digits_are_grouped_as_the_language_does() {
        let number = |tag| in_locale(tag).number(12_360);
        assert_eq!(number("en-GB"), "12,360");
        assert_eq!(number("de"), "12.360");
        assert_eq!(number("de-AT"), "12\u{a0}360");
        assert_eq!(number("fr"), "12\u{202f}360");
        assert_eq!(number("es"), "12.360");
        assert_eq!(number("it"), "12.360");
        assert_eq!(number("pt"), "12.360");
        assert_eq!(number("ja"), "12,360");
        assert_eq!(in_locale("es").number(1_500), "1500");
        assert_eq!(in_locale("en-GB").number(u64::MAX), "18,446,744,073,709,551,615");
    }

    #[test]
    fn a_short_number_has_three_digits_and_the_unit_of_the_language() {
        for (tag, thousands, millions) in [
            ("en-GB", "12.4K", "1.24M"),
            ("de", "12,4\u{a0}Tsd.", "1,24\u{a0}Mio."),
            ("fr", "12,4\u{a0}k", "1,24\u{a0}M"),
            ("es", "12,4\u{a0}mil", "1,24\u{a0}M"),
            ("it", "12,4\u{a0}mila", "1,24\u{a0}Mln"),
            ("pt", "12,4\u{a0}mil", "1,24\u{a0}mi"),
            ("ja", "1.24万", "124万"),
        ] {
            let numbers = in_locale(tag);
            assert_eq!(
                (numbers.short(12_360), numbers.short(1_236_000)),
                (thousands.into(), millions.into())
            );
            assert_eq!(numbers.short(9_999), numbers.number(9_999), "{tag}");
        }
        let short = |n| in_locale("en-GB").short(n);
        assert_eq!([10_000, 99_950, 999_499, 999_500].map(short), ["10.0K", "100K", "999K", "1.00M"]);
        assert_eq!(in_locale("ja").short(12_345_678), "1,230万");
        assert!(!short(u64::MAX).is_empty());
    }

    #[test]
    fn what_was_added_has_a_sign() {
        assert_eq!(in_locale("en-GB").signed(126), "+126");
        assert_eq!(in_locale("de").signed(1_260), "+1.260");
        assert_eq!(in_locale("ja").signed(0), "+0");
    }

    #[test]
    fn decimals_are_those_that_were_asked_for() {
        let decimal = |tag, number, decimals| in_locale(tag).decimal(number, decimals);
        assert_eq!([decimal("en-GB", 0.784, 2), decimal("de", 0.785, 2)], ["0.78", "0,79"]);
        assert_eq!([decimal("fr", 1234.56, 1), decimal("ja", -0.05, 2)], ["1\u{202f}234,6", "-0.05"]);
        assert_eq!([decimal("en-GB", 0.7, 2), decimal("en-GB", f64::NAN, 1)], ["0.70", "0.0"]);
    }

    #[test]
    fn a_percentage_has_one_decimal_and_is_rounded_down() {
        let percent = |part| in_locale("en-GB").percent(part);
        assert_eq!(percent(0.618), "61.8\u{a0}%");
        assert_eq!(percent(0.618_99), "61.8\u{a0}%");
        assert_eq!(percent(0.57), "57.0\u{a0}%");
        assert_eq!(percent(0.0), "0.0\u{a0}%");
        assert_eq!(in_locale("fr").percent(0.618), "61,8\u{a0}%");
        assert_eq!(in_locale("ja").percent(0.618), "61.8\u{a0}%");
    }

    #[test]
    fn a_rate_has_a_decimal_only_where_it_says_more() {
        let rate = |n| in_locale("en-GB").rate(n);
        assert_eq!(
            [1041.6, 100.4, 99.4, 12.04, 3.0, 0.0].map(rate),
            ["1,042", "100", "99.4", "12", "3", "0"]
        );
        assert_eq!(in_locale("de").rate(12.34), "12,3");
        assert_eq!(rate(f64::NAN), "0", "and nothing breaks");
    }

    #[test]
    fn hundredths_keep_their_zeros_and_their_sign() {
        let hundredths = |n| in_locale("en-GB").decimal(n, 2);
        assert_eq!(
            [0.7, 0.714_9, 1.0, -0.05, -0.001].map(hundredths),
            ["0.70", "0.71", "1.00", "-0.05", "0.00"]
        );
        assert_eq!(in_locale("de").decimal(0.7, 2), "0,70");
    }

    #[test]
    fn only_all_of_it_is_a_hundred_percent() {
        let percent = |part| in_locale("de").percent(part);
        assert_eq!(percent(1.0), "100\u{a0}%");
        assert_eq!(percent(1.5), "100\u{a0}%");
        assert_eq!(percent(f64::INFINITY), "100\u{a0}%");
        assert_eq!(percent(0.999_999_999_999), "99,9\u{a0}%");
        assert_eq!(percent(1.0_f64.next_down()), "99,9\u{a0}%");
    }

    #[test]
    fn what_is_no_part_is_none_of_it() {
        for part in [f64::NAN, -0.3, f64::NEG_INFINITY] {
            assert_eq!(in_locale("it").percent(part), "0,0\u{a0}%");
        }
    }

    #[test]
    fn every_part_of_a_whole_is_its_own_percentage() {
        for n in 0..1000_u16 {
            assert_eq!(thousandths(f64::from(n) / 1000.0), n);
        }
    }
}
