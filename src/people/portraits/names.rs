//! File names, ids and names of people, normalized so that they can be compared.

use crate::{people::name::compared, source::WorkerId};

/// The extensions of pictures that can be read.
const ENDINGS: [&str; 6] = ["png", "jpg", "jpeg", "webp", "gif", "bmp"];

/// The extensions of pictures that cannot.
const OTHER_ENDINGS: [&str; 10] = ["heic", "heif", "avif", "tif", "tiff", "svg", "jxl", "jp2", "psd", "ico"];

/// The name of a picture without its extension; `None` for other files, and for hidden files, such as those that
/// macOS puts beside each file.
pub(super) fn stem(name: &str) -> Option<&str> {
    stem_of(name, &ENDINGS)
}

/// Whether it is a picture that cannot be read, by its extension.
pub(super) fn is_other_picture(name: &str) -> bool {
    stem_of(name, &OTHER_ENDINGS).is_some()
}

fn stem_of<'n>(name: &'n str, endings: &[&str]) -> Option<&'n str> {
    let (stem, ending) = name.rsplit_once('.')?;
    let ending = endings.iter().any(|known| ending.eq_ignore_ascii_case(known));
    (ending && !stem.starts_with('.') && !stem.is_empty()).then_some(stem)
}

/// An id as it is compared, without the prefix of a workforce; `None` where nothing is left.
pub(super) fn of_id(text: &str) -> Option<String> {
    WorkerId::new(&text.to_lowercase()).map(|id| compared(id.as_str()))
}

/// A name as it is compared, its words separated by single spaces, whatever separated them before; `None` where
/// nothing is left.
pub(super) fn of_name(text: &str) -> Option<String> {
    let text = compared(text);
    let apart = |c: char| c.is_whitespace() || matches!(c, '_' | '-' | '\u{2010}'..='\u{2015}');
    let words: Vec<&str> = text.split(apart).filter(|word| !word.is_empty()).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_known_by_their_ending_in_any_case() {
        assert_eq!(stem("Ada.png"), Some("Ada"));
        assert_eq!(stem("private.us-east-1.5386.JPeG"), Some("private.us-east-1.5386"));
        assert_eq!(stem("J.R..JPG"), Some("J.R."));
        assert!(
            is_other_picture("Ada.HEIC") && !is_other_picture("Ada.txt") && !is_other_picture("._Ada.heic")
        );
        for name in ["Ada", "Ada.heic", "Ada.png.txt", ".png", "._Ada.png", ".hidden.jpg", "png"] {
            assert_eq!(stem(name), None, "{name}");
        }
    }

    #[test]
    fn an_id_is_the_same_in_any_case_and_with_its_prefix() {
        for text in ["53ab", "53AB", "private.us-east-1.53ab", "Public.EU-West-1.53AB", " 53ab "] {
            assert_eq!(of_id(text).as_deref(), Some("53ab"), "{text}");
        }
        assert_eq!(of_id("private.us-east-1."), None);
    }

    #[test]
    fn a_name_is_the_same_however_it_is_written() {
        let same = [
            ("Blue Heron", &["blue_heron", "BLUE-HERON", "  Blue   Heron ", "blue\u{2013}heron"][..]),
            ("Zoë Ångström", &["ZOE\u{308} A\u{30A}NGSTRO\u{308}M", "zoë_ångström"]),
            ("Юлия Йога", &["юлия йога", "ЮЛИЯ_И\u{306}ОГА"]),
            ("Ὀδυσσεύς", &["ὈΔΥΣΣΕΎΣ", "Ο\u{313}δυσσευ\u{301}ς"]),
            ("김민준", &["\u{1100}\u{1175}\u{11B7}\u{1106}\u{1175}\u{11AB}\u{110C}\u{116E}\u{11AB}"]),
            ("がく", &["か\u{3099}く"]),
            ("محمد علي", &["محمد_علي", "\u{200F}محمد علي\u{200F}"]),
            ("नमस्ते", &["नमस्ते"]),
        ];
        for (name, others) in same {
            for other in others {
                assert_eq!(of_name(other), of_name(name), "{other}");
            }
        }
        assert_ne!(of_name("Zoe"), of_name("Zoë"), "an accent is part of a name");
        assert_eq!(of_name(" _- "), None);
    }
}
