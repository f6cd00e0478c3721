//! A text that is too wide: smaller, then a shorter name, then as much as there is room for.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::{
    glyph::Weight,
    shaper::{Text, graphemes, head},
};

/// How much smaller than asked [`Text::fit`] may make a text before it cuts it.
pub const LEAST: f32 = 0.8;

/// Fitted sizes are whole sixteenths of a pixel, which is what the canvas counts in.
const STEPS: f32 = 16.0;

const ELLIPSIS: char = '…';

/// A text that keeps to its place: draw `text` at `size`.
#[derive(Clone, Debug, PartialEq)]
pub struct Fitted {
    /// The text, or what is left of it and an ellipsis; empty where not even that has room.
    pub text: String,
    /// The font size, in the unit it was asked in.
    pub size: f32,
}

impl Text {
    /// Makes a text fit a width: first smaller, down to [`LEAST`] of the size, then shorter.
    ///
    /// A text that is cut ends in an ellipsis, and is never cut inside of what a reader takes for
    /// one character. The result is never wider than asked.
    pub fn fit(&mut self, text: &str, width: f32, size: f32, weight: Weight) -> Fitted {
        let whole = self.shrink(text, width, size, weight);
        whole.unwrap_or_else(|| {
            let least = least(size);
            Fitted { text: self.cut(head(text), width, least, weight), size: least }
        })
    }

    /// Makes a name fit a width: as [`Text::fit`], but before it is cut its later words become
    /// initials, as people would write it: "Maximiliane v. Hohenberg", then "Maximiliane v. H.".
    pub fn fit_name(&mut self, name: &str, width: f32, size: f32, weight: Weight) -> Fitted {
        let forms = std::iter::once(name.to_owned()).chain(shorter(name));
        for form in forms {
            if let Some(fitted) = self.shrink(&form, width, size, weight) {
                return fitted;
            }
        }
        self.fit(name, width, size, weight)
    }

    /// The whole text at the size, or as much smaller as it must be; `None` if that were too small.
    fn shrink(&mut self, text: &str, width: f32, size: f32, weight: Weight) -> Option<Fitted> {
        if head(text).len() < text.len() {
            return None;
        }
        let fitted = |size| Some(Fitted { text: text.to_owned(), size });
        let natural = self.width(text, size, weight);
        if natural <= width {
            return fitted(size);
        }
        let smaller = (size * width / natural * STEPS).floor() / STEPS;
        let fits = least(size) <= smaller && self.width(text, smaller, weight) <= width;
        if fits { fitted(smaller) } else { None }
    }

    /// The beginning of a text and an ellipsis, as much as the width has room for.
    fn cut(&mut self, text: &str, width: f32, size: f32, weight: Weight) -> String {
        let room = width - self.width(ELLIPSIS.encode_utf8(&mut [0; 4]), size, weight);
        if room.is_nan() || room < 0.0 {
            return String::new();
        }

        // A cluster counts where it ends, so that half of a ligature is not taken for a letter.
        let mut ends: Vec<(usize, f32)> =
            self.lay(text, weight).iter().map(|glyph| (glyph.end, glyph.w * size)).collect();
        ends.sort_unstable_by_key(|&(end, _)| end);
        let (mut used, mut next) = (0.0, 0);
        let mut cuts = vec![0];
        for Range { end, .. } in graphemes(text) {
            while let Some(&(_, advance)) = ends.get(next).filter(|&&(at, _)| at <= end) {
                used += advance;
                next += 1;
            }
            if room < used {
                break;
            }
            cuts.push(end);
        }

        // That was the sum of the letters; kerning with the ellipsis may still ask for one less.
        let mut cut = String::new();
        while let Some(end) = cuts.pop() {
            cut.clear();
            cut.push_str(text[..end].trim_end());
            cut.push(ELLIPSIS);
            if self.lay(&cut, weight).iter().map(|glyph| glyph.w).sum::<f32>() * size <= width {
                return cut;
            }
        }
        String::new()
    }
}

fn least(size: f32) -> f32 {
    ((size * LEAST * STEPS).ceil() / STEPS).min(size)
}

/// Shorter forms of a name, the longest first; none for one word. Where there are no capitals nobody
/// writes initials: the words in the middle go, and the last one stays.
fn shorter(name: &str) -> Vec<String> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let [first, middle @ .., last] = &words[..] else { return Vec::new() };
    let between: Vec<String> = middle.iter().map(|word| initial(word)).collect();
    let join = |last: &str| {
        let words = std::iter::once(*first).chain(between.iter().map(String::as_str)).chain([last]);
        words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
    };
    let end = initial(last);
    let mut forms = vec![join(last), join(&end), format!("{first} {end}")];
    forms.dedup();
    forms.retain(|form| form.len() < name.len());
    forms
}

/// A word as its first letter and a dot, or as it is where that would say nothing.
fn initial(word: &str) -> String {
    let Some(letter) = word.graphemes(true).next() else { return String::new() };
    let is_cased = letter.chars().next().is_some_and(|c| c.is_uppercase() || c.is_lowercase());
    if is_cased && letter.len() + 1 < word.len() { format!("{letter}.") } else { word.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_fits(text: &str, width: f32, size: f32, weight: Weight) -> Fitted {
        let mut faces = Text::embedded();
        let fitted = faces.fit(text, width, size, weight);
        let drawn = faces.width(&fitted.text, fitted.size, weight);
        assert!(drawn <= width.max(0.0), "{drawn} of {width} for {:.40}", fitted.text);
        assert!(size * LEAST <= fitted.size && fitted.size <= size, "{} of {size}", fitted.size);
        fitted
    }

    #[test]
    fn a_text_with_room_is_left_alone() {
        let fitted = check_fits("Ann Miller", 500.0, 20.0, Weight::Regular);
        assert_eq!(fitted, Fitted { text: "Ann Miller".into(), size: 20.0 });
    }

    #[test]
    fn a_text_that_is_a_little_too_wide_is_drawn_smaller() {
        let natural = Text::embedded().width("Ann Miller", 20.0, Weight::Bold);
        let fitted = check_fits("Ann Miller", natural * 0.9, 20.0, Weight::Bold);
        assert_eq!(fitted.text, "Ann Miller");
        assert!((fitted.size - 18.0).abs() <= 1.0 / STEPS, "{}", fitted.size);
    }

    #[test]
    fn a_text_that_is_much_too_wide_is_cut_at_the_least_size() {
        let fitted = check_fits("Ann Catherine Elizabeth Miller", 100.0, 20.0, Weight::Regular);
        assert_eq!(fitted, Fitted { text: "Ann Cather…".into(), size: 16.0 });
    }

    #[test]
    fn no_more_is_cut_than_must_be() {
        let mut text = Text::embedded();
        let name = "Wolfgang Amadeus Mozart of Salzburg";
        for width in (20..250_u8).map(f32::from) {
            let fitted = check_fits(name, width, 20.0, Weight::Regular);
            let Some(kept) = fitted.text.strip_suffix(ELLIPSIS) else { continue };
            let one_more = name.char_indices().map(|(at, _)| at).find(|at| kept.len() + 1 < *at);
            let longer = format!("{}{ELLIPSIS}", &name[..one_more.unwrap_or(name.len())]);
            assert!(width < text.width(&longer, fitted.size, Weight::Regular), "{kept} in {width}");
        }
    }

    #[test]
    fn no_space_is_left_before_the_ellipsis() {
        for width in (30..150_u8).map(f32::from) {
            let fitted = check_fits("Jo Al Bo Cy Di Ed Flo", width, 16.0, Weight::Regular);
            assert!(!fitted.text.contains(" …"), "{}", fitted.text);
        }
    }

    #[test]
    fn a_grapheme_is_never_split() {
        let text = "e\u{301}\u{323}".repeat(40);
        for width in (10..100_u8).map(f32::from) {
            let fitted = check_fits(&text, width, 20.0, Weight::Bold);
            assert_eq!(fitted.text.trim_end_matches(ELLIPSIS).len() % "e\u{301}\u{323}".len(), 0);
        }
    }

    #[test]
    fn a_width_too_small_for_the_ellipsis_gives_an_empty_text() {
        for width in [-5.0, 0.0, 3.0, f32::NAN, f32::NEG_INFINITY] {
            let fitted = Text::embedded().fit("Ann Miller", width, 20.0, Weight::Regular);
            assert_eq!(fitted.text, "", "in {width}");
        }
    }

    #[test]
    fn strange_and_long_texts_are_fitted_too() {
        let zalgo = format!("a{}", "\u{301}".repeat(3_000));
        let many = [
            "x".repeat(3_000),
            "\u{301}".repeat(3_000),
            "\u{378}".repeat(3_000),
            "日".repeat(3_000),
            "אב ".repeat(1_000),
            "a\u{2029}ב\n".repeat(700),
            "👩‍👩‍👧".repeat(500),
            "-/".repeat(1_500),
            zalgo,
            String::new(),
        ];
        for text in &many {
            for width in [0.0, 40.0, 1_000.0] {
                check_fits(text, width, 16.0, Weight::Regular);
            }
        }
    }

    #[track_caller]
    fn check_forms(name: &str, expect: &[&str]) {
        assert_eq!(shorter(name), expect);
    }

    #[test]
    fn names_become_shorter_as_people_write_them() {
        check_forms(
            "Maximiliane von Hohenberg",
            &["Maximiliane v. Hohenberg", "Maximiliane v. H.", "Maximiliane H."],
        );
        check_forms("Ann Miller", &["Ann M."]);
        check_forms("Анна Каренина", &["Анна К."]);
        check_forms("Ann Miller (2)", &["Ann M. (2)", "Ann (2)"]);
    }

    #[test]
    fn where_nobody_writes_initials_there_are_none() {
        check_forms("محمد عبد الله الأحمد", &["محمد الأحمد"]);
        for name in ["Ann", "", "محمد الأحمد", "王 小明", "a b"] {
            check_forms(name, &[]);
        }
    }

    #[test]
    fn a_name_is_drawn_smaller_then_shorter_then_cut() {
        let mut text = Text::embedded();
        let name = "Maximiliane von Hohenberg";
        let natural = text.width(name, 20.0, Weight::Regular);
        let mut fit = |part: f32| text.fit_name(name, natural * part, 20.0, Weight::Regular).text;
        assert_eq!(fit(1.0), name);
        assert_eq!(fit(0.81), name);
        assert_eq!(fit(0.78), "Maximiliane v. Hohenberg");
        assert_eq!(fit(0.6), "Maximiliane v. H.");
        assert_eq!(fit(0.46), "Maximiliane H.");
        assert_eq!(fit(0.3), "Maximili…");
    }

    #[test]
    fn no_name_is_wider_than_asked() {
        let mut text = Text::embedded();
        for name in ["Maximiliane von Hohenberg", "Blue Heron", "x", "a b c d e f g", "Å\u{301}ke Öst"] {
            for width in (0..200_u8).map(f32::from) {
                let fitted = text.fit_name(name, width, 16.0, Weight::Bold);
                assert!(text.width(&fitted.text, fitted.size, Weight::Bold) <= width);
            }
        }
    }
}
