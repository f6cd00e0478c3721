//! The colors of a frame: two built-in themes, and files of one's own.
//!
//! The built-in themes are such files too (`assets/themes`). `scene` decides what is drawn in which color.

use serde::Deserialize;

use crate::{
    color::{Color, READABLE},
    locale::plain::quotable,
};

const LIGHT: &str = include_str!("../../../assets/themes/light.toml");
const DARK: &str = include_str!("../../../assets/themes/dark.toml");

/// Bars with less contrast than this are invisible on the background.
const VISIBLE: f64 = 1.1;

/// What is wrong with a file, without the lines of it that may have an address in them.
fn shown(error: &toml::de::Error) -> String {
    let error = error.to_string();
    error.trim_end().lines().map(quotable).collect::<Vec<_>>().join("\n")
}

/// The colors of a frame.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    /// Behind everything.
    pub background: Color,
    /// Title, names and values.
    pub text: Color,
    /// Subtitle, ticks and dates.
    pub quiet: Color,
    /// The clock, large and pale behind the bars.
    pub clock: Color,
    /// Lines of the axis.
    pub grid: Color,
    /// Where the bars begin, and the time that is over.
    pub zero: Color,
    /// What progress and time run along.
    pub track: Color,
    /// How far the job is.
    pub progress: Color,
    /// Who has climbed.
    pub up: Color,
    /// The goal of each person.
    pub goal: Color,
    /// Everyone else, and people without a team.
    pub others: Color,
    /// Behind the summary at the end.
    pub card: Color,
    /// The colors of people, in the order in which they are taken; at least one.
    pub people: Vec<Color>,
}

/// Why a file is not a valid theme.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ThemeError {
    /// Not UTF-8.
    #[error("a theme is a TOML file, and this is not text")]
    Text,
    /// Not TOML, or unknown keys or values.
    #[error("{0}")]
    Form(String),
    /// An unknown base.
    #[error("`base` is \"light\" or \"dark\"")]
    Base,
    /// Nothing to draw bars in.
    #[error("`people` needs at least one color")]
    Nobody,
    /// Text with too little contrast.
    #[error(
        "`{text}` {color} on `{ground}` {under} has a contrast of {contrast:.1}:1; letters need {READABLE}:1 to be readable"
    )]
    Pale {
        /// The key of the letters.
        text: &'static str,
        /// Their color.
        color: Color,
        /// The key of what they lie on.
        ground: &'static str,
        /// Its color.
        under: Color,
        /// The two together.
        contrast: f64,
    },
    /// Bars with too little contrast.
    #[error("{0} in `people` cannot be told from the background")]
    Unseen(Color),
}

impl Theme {
    /// On white.
    ///
    /// # Panics
    /// Never: a test reads the file that the program was built with.
    #[must_use]
    pub fn light() -> Self {
        Self::parse(LIGHT.as_bytes()).expect("the built-in theme is one")
    }

    /// On dark blue.
    ///
    /// # Panics
    /// Never, as above.
    #[must_use]
    pub fn dark() -> Self {
        Self::parse(DARK.as_bytes()).expect("the built-in theme is one")
    }

    /// The color of a place among people or teams. Those after the last are shades of the first ones: darker,
    /// brighter, and each of these once more. After the shades come hues around the whole circle.
    pub fn of_slot(&self, slot: usize) -> Color {
        const BLACK: Color = Color(0, 0, 0);
        const WHITE: Color = Color(0xFF, 0xFF, 0xFF);
        let color = self.people[slot % self.people.len()];
        match slot / self.people.len() {
            0 => color,
            1 => color.toward(BLACK, 0.22),
            2 => color.toward(WHITE, 0.22),
            3 => color.toward(BLACK, 0.44),
            4 => color.toward(WHITE, 0.44),
            _ => {
                let n = f64::from(u32::try_from(slot - 5 * self.people.len()).unwrap_or(u32::MAX));
                // Steps of the golden angle never come back to a hue.
                Color::of_hue((0.618_034 * n).fract(), 0.65, 0.3 + 0.4 * (0.414_214 * n).fract())
            }
        }
    }

    /// How many colors there are for people or teams, at least 1.
    pub fn n_people_colors(&self) -> usize {
        self.people.len()
    }

    /// The theme in this TOML file; what it leaves out is that of its `base`.
    ///
    /// # Errors
    /// If the file is not a valid theme, or a color has too little contrast.
    pub fn parse(bytes: &[u8]) -> Result<Self, ThemeError> {
        let form = |error: toml::de::Error| ThemeError::Form(shown(&error));
        let text = std::str::from_utf8(bytes).map_err(|_| ThemeError::Text)?;
        let mut file: toml::Table = text.trim_start_matches('\u{FEFF}').parse().map_err(form)?;
        let base = match file.remove("base") {
            None => LIGHT,
            Some(toml::Value::String(base)) if base == "light" => LIGHT,
            Some(toml::Value::String(base)) if base == "dark" => DARK,
            Some(_) => return Err(ThemeError::Base),
        };
        let mut whole: toml::Table = base.parse().map_err(form)?;
        whole.extend(file);
        whole.try_into::<Self>().map_err(form)?.checked()
    }

    fn checked(self) -> Result<Self, ThemeError> {
        let grounds = [("background", self.background), ("card", self.card)];
        let texts = [("text", self.text), ("quiet", self.quiet)];
        let pairs = grounds.iter().flat_map(|ground| texts.map(|text| (text, *ground)));
        for ((text, color), (ground, under)) in pairs.chain([(("goal", self.goal), grounds[0])]) {
            let contrast = color.contrast(under);
            if contrast < READABLE {
                return Err(ThemeError::Pale { text, color, ground, under, contrast });
            }
        }
        if self.people.is_empty() {
            return Err(ThemeError::Nobody);
        }
        match self.people.iter().find(|color| color.contrast(self.background) < VISIBLE) {
            Some(color) => Err(ThemeError::Unseen(*color)),
            None => Ok(self),
        }
    }
}

impl Default for Theme {
    fn default() -> Self {
        Self::light()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::color::Color;

    #[test]
    fn text_on_every_bar_can_be_read() {
        for (theme, apart) in [(Theme::light(), 3.0), (Theme::dark(), 4.5)] {
            assert_eq!(theme.people.len(), 24);
            for &color in &theme.people {
                assert!(READABLE <= color.contrast(color.text_on()), "{color}");
                assert!(apart - 0.01 <= color.contrast(theme.background), "{color}");
            }
        }
    }

    /// A color in `OKLab` (Ottosson 2020), as somebody sees it whose cones weigh linear red, green and blue so.
    fn oklab(color: Color, cones: [[f64; 3]; 3]) -> [f64; 3] {
        let linear = [color.0, color.1, color.2].map(|channel| {
            let channel = f64::from(channel) / 255.0;
            if channel <= 0.04045 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) }
        });
        let times =
            |matrix: [[f64; 3]; 3], [a, b, c]: [f64; 3]| matrix.map(|[x, y, z]| x * a + y * b + z * c);
        let seen = times(cones, linear).map(|channel| channel.clamp(0.0, 1.0));
        let lms = [
            [0.412_221_470_8, 0.536_332_536_3, 0.051_445_992_9],
            [0.211_903_498_2, 0.680_699_545_1, 0.107_396_956_6],
            [0.088_302_461_9, 0.281_718_837_6, 0.629_978_700_5],
        ];
        let lab = [
            [0.210_454_255_3, 0.793_617_785_0, -0.004_072_046_8],
            [1.977_998_495_1, -2.428_592_205_0, 0.450_593_709_9],
            [0.025_904_037_1, 0.782_771_766_2, -0.808_675_766_0],
        ];
        times(lab, times(lms, seen).map(f64::cbrt))
    }

    const NORMAL: [[f64; 3]; 3] = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];

    /// Normal sight, and the protanopia, deuteranopia and tritanopia of Machado, Oliveira and Fernandes 2009.
    const EYES: [[[f64; 3]; 3]; 4] = [
        NORMAL,
        [
            [0.152_286, 1.052_583, -0.204_868],
            [0.114_503, 0.786_281, 0.099_216],
            [-0.003_882, -0.048_116, 1.051_998],
        ],
        [
            [0.367_322, 0.860_646, -0.227_968],
            [0.280_085, 0.672_501, 0.047_413],
            [-0.011_820, 0.042_940, 0.968_881],
        ],
        [
            [1.255_528, -0.076_749, -0.178_779],
            [-0.078_411, 0.930_809, 0.147_602],
            [0.004_733, 0.691_367, 0.303_900],
        ],
    ];

    /// The smallest distance of two of these colors, for the eyes for which it is smallest.
    fn nearest(colors: &[Color]) -> f64 {
        let distance = |[a, b]: [Color; 2], cones| {
            let squares = std::iter::zip(oklab(a, cones), oklab(b, cones)).map(|(a, b)| (a - b) * (a - b));
            squares.sum::<f64>().sqrt()
        };
        let pairs = (0..colors.len()).flat_map(|n| (0..n).map(move |m| [colors[n], colors[m]]));
        pairs.flat_map(|pair| EYES.map(|cones| distance(pair, cones))).fold(f64::INFINITY, f64::min)
    }

    #[test]
    fn colors_are_told_apart_by_whatever_eyes() {
        for theme in [Theme::light(), Theme::dark()] {
            assert!(0.06 <= nearest(&theme.people[..10]), "{}", nearest(&theme.people[..10]));
            assert!(0.04 <= nearest(&theme.people), "{}", nearest(&theme.people));
            assert_ne!(theme.people[0], theme.progress);
        }
    }

    #[test]
    fn a_hue_is_the_same_in_both_themes_and_the_first_ten_are_ten() {
        let hue = |color: &Color| {
            let [_, a, b] = oklab(*color, NORMAL);
            b.atan2(a).to_degrees()
        };
        let apart = |a: f64, b: f64| (a - b).rem_euclid(360.0).min((b - a).rem_euclid(360.0));
        let [light, dark] =
            [Theme::light(), Theme::dark()].map(|theme| theme.people.iter().map(hue).collect::<Vec<_>>());
        for (slot, (light, dark)) in light.iter().zip(&dark).enumerate() {
            assert!(apart(*light, *dark) < 14.0, "color {slot}: {light} and {dark}");
        }
        for (n, hue) in light[..10].iter().enumerate() {
            assert!(light[..n].iter().all(|other| 20.0 < apart(*hue, *other)), "color {n}: {hue}");
        }
    }

    #[test]
    fn a_file_changes_what_it_names_and_leaves_the_rest() {
        let theme = Theme::parse(b"base = \"dark\"\nprogress = \"#fff\"\npeople = [\"#FF0000\"]").unwrap();
        assert_eq!(theme.progress, Color(255, 255, 255));
        assert_eq!(theme.people, [Color(255, 0, 0)]);
        assert_eq!(
            Theme { progress: Theme::dark().progress, people: Theme::dark().people, ..theme },
            Theme::dark()
        );
        assert_eq!(Theme::parse(b"").unwrap(), Theme::light());
    }

    #[track_caller]
    fn refused(file: &str, words: &str) {
        let said = Theme::parse(file.as_bytes()).unwrap_err().to_string();
        assert!(said.contains(words), "{said}");
    }

    #[test]
    fn what_is_no_theme_is_refused_by_its_key() {
        refused("paper = \"#FFFFFF\"", "paper");
        refused("text = \"navy\"", "`navy` is not a color");
        refused("people = []", "at least one");
        refused("base = \"sepia\"", "light");
        refused("background", "background");
        refused("text = 3", "text");
        assert_eq!(Theme::parse(b"\xFF"), Err(ThemeError::Text));
        for file in
            ["text = \"ada@example.com\"", "\"ada@example.com\" = 1", "ada＠example.com", "text = \"\u{9B}\""]
        {
            let said = Theme::parse(file.as_bytes()).unwrap_err().to_string();
            assert!(!said.contains("example") && !said.contains('\u{9B}'), "{said}");
        }
    }

    #[test]
    fn what_nobody_could_read_is_refused_with_its_contrast() {
        refused("text = \"#AAAAAA\"", "`text` #AAAAAA on `background` #FFFFFF has a contrast of 2.3:1");
        refused("card = \"#0F172A\"", "on `card`");
        refused("people = [\"#2476D8\", \"#FFFFFE\"]", "#FFFFFE in `people`");
    }
}
