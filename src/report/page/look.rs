//! The styles and the script of the page, and the policy under which nothing else is let in.
//!
//! The policy names each of them by its hash, so a browser runs no other script and applies no other style, also none
//! that a name in the data might smuggle in. Nothing is loaded but the film and its picture.

use std::fmt::Write as _;

use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

use crate::{color::Color, render::style::Theme};

const CHARTS_STYLE: &str = include_str!("../../../assets/page/uplot/uPlot.min.css");
const STYLE: &str = include_str!("../../../assets/page/page.css");

/// The scripts of the page, in order: what the charts need, the charts, and what is done with them.
pub(super) const SCRIPTS: [&str; 3] = [
    include_str!("../../../assets/page/before.js"),
    include_str!("../../../assets/page/uplot/uPlot.iife.min.js"),
    include_str!("../../../assets/page/page.js"),
];

/// All styles, with these colors of lines.
pub(super) fn style(colors: &[(Color, Color)]) -> String {
    let (light, dark) = (palette(&Theme::light()), palette(&Theme::dark()));
    let [light_lines, dark_lines] = [0, 1].map(|which| {
        let mut lines = String::new();
        for (n, (light, dark)) in colors.iter().enumerate() {
            let _ = write!(lines, "--line-{n}:{};", if which == 0 { light } else { dark });
        }
        lines
    });
    let mut style = format!(
        "{CHARTS_STYLE}\n:root{{color-scheme:light dark;{light}{light_lines}}}\n\
         @media (prefers-color-scheme:dark){{:root:not([data-paper]){{{dark}{dark_lines}}}}}\n{STYLE}"
    );
    for n in 0..colors.len() {
        let _ = writeln!(style, ".line-{n}{{--line:var(--line-{n})}}");
    }
    style
}

fn palette(theme: &Theme) -> String {
    let colors = [
        ("background", theme.background),
        ("text", theme.text),
        ("quiet", theme.quiet),
        ("grid", theme.grid),
        ("zero", theme.zero),
        ("track", theme.track),
        ("progress", theme.progress),
        ("goal", theme.goal),
        ("card", theme.card),
    ];
    colors.iter().fold(String::new(), |mut all, (name, color)| {
        let _ = write!(all, "--{name}:{color};");
        all
    })
}

/// What a browser may load and run for a page with this `style`, whose film comes from the page's own site or from
/// those `others`.
pub(super) fn policy(style: &str, others: &[String]) -> String {
    let scripts = SCRIPTS.map(|script| format!("'{}'", hash(script))).join(" ");
    let others = others.iter().fold(String::new(), |all, other| all + " " + other);
    format!(
        "default-src 'none'; script-src {scripts}; style-src '{}'; img-src 'self'{others}; media-src 'self' \
         data:{others}; base-uri 'none'; form-action 'none'",
        hash(style)
    )
}

fn hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_charts_are_the_file_that_was_published() {
        let hash = |text: &str| hex::encode(Sha256::digest(text));
        assert_eq!(hash(SCRIPTS[1]), "19c8d4c6ad88929a79f4ae49d6f7161566dfd0ba3d15cc495e974f787eb78f1f");
        assert_eq!(hash(CHARTS_STYLE), "df630c6a8d6f8eeaff264b50f73ce5b114f646ffd9a0bb74f049b0a00135fa04");
    }

    #[test]
    fn nothing_of_the_page_ends_its_own_element() {
        for text in SCRIPTS.into_iter().chain([style(&[]).as_str()]) {
            assert!(!text.contains("</"), "{}", &text[text.find("</").unwrap()..][..20]);
            assert!(!text.contains("<!--"));
        }
    }

    #[test]
    fn the_policy_lets_in_nothing_but_the_page_and_its_film() {
        let policy = policy("", &["https://films.example.com".to_owned()]);
        assert!(policy.starts_with("default-src 'none'; script-src 'sha256-"), "{policy}");
        assert!(policy.contains("img-src 'self' https://films.example.com;"), "{policy}");
        for word in ["unsafe", "*", "http:", "blob:"] {
            assert!(!policy.contains(word), "{policy}");
        }
    }
}
