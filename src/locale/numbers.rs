//! Counts and percentages, in the digits 0 to 9 and with the separators of a language.

use icu_decimal::{
    DecimalFormatter,
    input::{Decimal, SignDisplay},
    options::DecimalFormatterOptions,
};
use icu_locale_core::Locale;

/// Separates a number from the percent sign in every language, and prevents a line break there.
const NO_BREAK_SPACE: char = '\u{a0}';

pub(super) struct Numbers(DecimalFormatter);

impl Numbers {
    pub(super) fn of(habits: &Locale) -> Self {
        let formatter = DecimalFormatter::try_new(habits.into(), DecimalFormatterOptions::default());
        Self(formatter.expect("the numbers of every language are part of the program"))
    }

    pub(super) fn number(&self, n: u64) -> String {
        self.0.format(&n.into()).to_string()
    }

    pub(super) fn signed(&self, n: u64) -> String {
        let n = Decimal::from(n).with_sign_display(SignDisplay::Always);
        self.0.format(&n).to_string()
    }

    /// Rounded down, so that nearly all is not shown as all.
    pub(super) fn percent(&self, part: f64) -> String {
        let mut percentage = Decimal::from(100);
        if part < 1.0 || part.is_nan() {
            percentage = Decimal::from(thousandths(part));
            percentage.multiply_pow10(-1);
        }
        format!("{}{NO_BREAK_SPACE}%", self.0.format(&percentage))
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
    fn what_was_added_has_a_sign() {
        assert_eq!(in_locale("en-GB").signed(126), "+126");
        assert_eq!(in_locale("de").signed(1_260), "+1.260");
        assert_eq!(in_locale("ja").signed(0), "+0");
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
