//! The initials in the circle of somebody without a picture.
//!
//! How large they are, and on which color, is for `render`.

use unicode_segmentation::UnicodeSegmentation;

/// From so many characters on a word of digits and a to f is the beginning of an id.
const SHORTEST_ID: usize = 8;

/// The first letters of the first and the last word of a name, in capitals: `BH` for Blue Heron.
///
/// Where letters join, or one is nearly a word, the first alone; of an id the first two characters; a
/// picture or sign that begins a name stands for it. Empty only where the name is.
pub fn initials(name: &str) -> String {
    let outside = without_brackets(name);
    let words = |text| -> Vec<Word<'_>> { str::split(text, apart).filter_map(Word::of).collect() };
    let mut all = words(&outside);
    if all.is_empty() {
        all = words(name);
    }
    // A number tells two of a name apart, and is no part of it.
    let named: Vec<&Word> = all.iter().filter(|word| !word.is_number()).collect();
    match (named.first(), named.last(), all.first()) {
        (Some(first), _, _) if first.stands_alone() => first.first.to_owned(),
        (Some(only), Some(last), _) if named.len() == 1 || last.stands_alone() => only.short(),
        (Some(first), Some(last), _) => capital(first.first) + &capital(last.first),
        (_, _, Some(number)) => number.short(),
        _ => name.trim().graphemes(true).chain(name.graphemes(true)).next().unwrap_or_default().to_owned(),
    }
}

fn apart(c: char) -> bool {
    c.is_whitespace() || c == '_'
}

/// What is in brackets tells more of somebody, not the name; a bracket that is not closed takes nothing away.
fn without_brackets(name: &str) -> String {
    let mut left = String::new();
    let mut rest = name;
    while let Some((before, after)) = rest.split_once('(') {
        let Some((_, behind)) = after.split_once(')') else { break };
        left.push_str(before);
        left.push(' ');
        rest = behind;
    }
    left + rest
}

/// A word from its first character on that says something.
#[derive(Clone, Copy)]
struct Word<'a> {
    /// What a reader takes for its first character.
    first: &'a str,
    all: &'a str,
}

impl<'a> Word<'a> {
    /// `None` where there is nothing but punctuation.
    fn of(text: &'a str) -> Option<Self> {
        let (start, first) = text.grapheme_indices(true).find(|(_, cluster)| !says_nothing(cluster))?;
        Some(Self { first, all: &text[start..] })
    }

    fn is_number(&self) -> bool {
        self.all.chars().all(|c| c.is_numeric() || c.is_ascii_punctuation())
    }

    fn is_id(&self) -> bool {
        let hex = |c: char| c.is_ascii_hexdigit() || c == '-';
        SHORTEST_ID <= self.all.len()
            && self.all.chars().all(hex)
            && self.all.contains(|c: char| c.is_ascii_digit())
    }

    /// Whether its beginning is enough, and no other letter goes with it.
    fn stands_alone(&self) -> bool {
        self.first.chars().next().is_some_and(|c| !c.is_alphanumeric() || is_nearly_a_word(c) || joins(c))
    }

    /// For somebody with no other word.
    fn short(&self) -> String {
        if self.is_id() { self.all[..2].to_uppercase() } else { capital(self.first) }
    }
}

/// Punctuation, and the vowels that Thai and Lao write before the consonant that a name begins with.
fn says_nothing(cluster: &str) -> bool {
    let quote = |c| matches!(c, '¡' | '§' | '«' | '·' | '»' | '¿' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205E}' | '、'..='〃' | '〈'..='】');
    let vowel_before = |c| matches!(c, 'เ'..='ไ' | 'ເ'..='ໄ');
    // An emoji may begin with a sign of ASCII, as `#` in a key does.
    let alone = cluster.chars().nth(1).is_none();
    cluster.chars().next().is_none_or(|c| alone && c.is_ascii_punctuation() || quote(c) || vowel_before(c))
        || cluster
            .chars()
            .all(|c| c.is_control() || matches!(c, '\u{200B}'..='\u{200F}' | '\u{FE0E}' | '\u{FE0F}'))
}

/// Han, kana, bopomofo and hangul.
fn is_nearly_a_word(c: char) -> bool {
    matches!(c,
        '\u{1100}'..='\u{11FF}' | '\u{2E80}'..='\u{2FDF}' | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{318F}'
        | '\u{31A0}'..='\u{31FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{A960}'..='\u{A97F}'
        | '\u{AC00}'..='\u{D7FF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF66}'..='\u{FFDC}'
        | '\u{1AFF0}'..='\u{1B16F}' | '\u{20000}'..='\u{3FFFF}')
}

/// Hebrew, Arabic and others that run from right to left: two letters would join, or turn round.
fn joins(c: char) -> bool {
    matches!(c,
        '\u{0590}'..='\u{08FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}'
        | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EEFF}')
}

/// In capitals where that is one character still, and one that is written: Georgian has capitals that
/// hardly any face knows.
fn capital(cluster: &str) -> String {
    let upper = cluster.to_uppercase();
    let georgian = cluster.starts_with(|c| matches!(c, 'ა'..='ჿ'));
    if georgian || upper.graphemes(true).count() != 1 { cluster.to_owned() } else { upper }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, expect: &str) {
        assert_eq!(initials(name), expect, "{name}");
    }

    #[test]
    fn the_first_letters_of_the_first_and_the_last_word() {
        check("Blue Heron", "BH");
        check("Ada", "A");
        check("ada lovelace", "AL");
        check("ada_lovelace", "AL");
        check("Maximiliane von Hohenberg", "MH");
        check("Jean-Luc Picard", "JP");
        check("  zoë   ångström ", "ZÅ");
        check("e\u{301}lise", "E\u{301}");
        check("юлия иванова", "ЮИ");
        check("Γιώργος ρίζος", "ΓΡ");
        check("ßen", "ß");
        check("ǆemal", "Ǆ");
        check("გიორგი ბერიძე", "გბ");
        check("अमित कुमार", "अकु");
    }

    #[test]
    fn a_number_or_a_remark_is_no_part_of_a_name() {
        check("Ada (2)", "A");
        check("Ada (night shift)", "A");
        check("Blue Heron 2", "BH");
        check("Worker 12", "W");
        check("(Ada)", "A");
        check("Ada (Lovelace", "AL");
        check("\"Ada\" ¿Lovelace?", "AL");
        check("Ada - Lovelace &", "AL");
        check("Ada 🦊", "A");
        check("R2 D2", "RD");
    }

    #[test]
    fn where_letters_join_or_one_is_nearly_a_word_the_first_is_enough() {
        check("王小明", "王");
        check("山田 太郎", "山");
        check("さくら", "さ");
        check("김 민준", "김");
        check("\u{1100}\u{1175}\u{11B7} 민준", "\u{1100}\u{1175}\u{11B7}");
        check("محمد علي", "م");
        check("דוד לוי", "ד");
        check("Ada 王", "A");
        check("王 Ada", "王");
        check("เกษม ใจดี", "กจ");
    }

    #[test]
    fn a_picture_or_a_sign_stands_for_the_name() {
        check("🦊 Fox", "🦊");
        check("👩🏽‍🔬 Ada", "👩🏽‍🔬");
        check("🇩🇪 Team", "🇩🇪");
        check("★ Star", "★");
        check("#️⃣ Hash", "#️⃣");
    }

    #[test]
    fn of_an_id_the_first_two_characters() {
        check("0123abcd", "01");
        check("a1b2c3d4-e5", "A1");
        check("12345678", "12");
        check("42", "4");
        check("facade", "F");
        check("deadbeef", "D");
    }

    #[test]
    fn nobody_is_left_with_an_empty_circle() {
        for name in
            ["?", "...", "()", "( )", "(", " ", "—", "\u{200B}", "\u{301}", "_", "เ", "\u{FE0F}", "(?)"]
        {
            assert!(!initials(name).is_empty(), "{name:?}");
        }
        assert_eq!(initials(""), "");
    }
}
