//! How the film will be made.
//!
//! A [`FilmRequest`] holds the flags; a [`Film`] has what they mean, each part as the wing that uses it takes
//! it: the pacing and the course of the race, the look of a frame, the words around it.

use std::path::PathBuf;

use clap::{Args, builder::TypedValueParser};

use super::{
    limits::{LineLimit, Seconds, Whole, seconds_shown},
    plan::{Files, PlanError},
    theme::ThemeChoice,
    words::{one_of, word},
};
use crate::{
    race::{Announce, Course, Idle, Lasting, Pacing},
    render::{
        scene::{Look, ValueStyle},
        style::{Size, Theme},
        text::Faces,
    },
    stats::MOST_BARS,
    store::{LocalPath, Location},
};

const FPS: Whole<u32> = Whole::new(1, 60);
const DURATION: Seconds = Seconds::new(1.0, 3600.0);
const PER_BUCKET: Seconds = Seconds::new(0.01, 60.0);
const HOLD: Seconds = Seconds::new(0.0, 60.0);
const SWAP: Seconds = Seconds::new(0.1, 5.0);
const TOP: Whole<usize> = Whole::new(1, MOST_BARS);
const TITLE: LineLimit = LineLimit::in_film(200);
const CAPTION: LineLimit = LineLimit::in_film(300);
const LABELS: Whole<u64> = Whole::new(1, 1_000_000_000_000);

/// How the film is made, as somebody asked for it.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Film")]
pub struct FilmRequest<P: LocalPath = PathBuf> {
    /// Size of a frame in pixels
    #[arg(long, value_name = "WxH", default_value_t = Size::DEFAULT, allow_hyphen_values = true)]
    size: Size,

    /// Frames per second
    #[arg(
        long,
        value_name = FPS.shown(),
        default_value_t = Pacing::default().fps,
        value_parser = FPS,
        allow_negative_numbers = true
    )]
    fps: u32,

    /// Length of the whole film, including the hold at its end
    #[arg(
        long,
        value_name = DURATION.shown(),
        default_value = length(Pacing::default().lasting),
        value_parser = DURATION.map(Lasting::Whole),
        allow_hyphen_values = true
    )]
    duration: Lasting,

    /// Instead of --duration: how long each time bucket lasts
    #[arg(
        long,
        value_name = PER_BUCKET.shown(),
        conflicts_with = "duration",
        value_parser = PER_BUCKET.map(Lasting::PerBucket),
        allow_hyphen_values = true
    )]
    per_bucket: Option<Lasting>,

    /// How long the film stands still at its end; at most a quarter of --duration
    #[arg(
        long,
        value_name = HOLD.shown(),
        default_value = seconds_shown(Pacing::default().hold),
        value_parser = HOLD,
        allow_hyphen_values = true
    )]
    hold: f64,

    /// How long it takes two bars to change places
    #[arg(
        long,
        value_name = SWAP.shown(),
        default_value = seconds_shown(Pacing::default().swap),
        value_parser = SWAP,
        allow_hyphen_values = true
    )]
    swap: f64,

    /// Nights and weekends, when nobody labels: compress them to a short beat, or keep them
    #[arg(long, value_name = "HOW", default_value = word(Idle::default()), value_parser = one_of::<Idle>())]
    idle: Idle,

    /// How many people to show at once
    ///
    /// Where one or two people would be left without a bar, and could be worked out from the total, there are up to two
    /// bars fewer, or more.
    #[arg(
        long,
        value_name = TOP.shown(),
        default_value_t = Pacing::default().top,
        value_parser = TOP,
        allow_negative_numbers = true
    )]
    top: usize,

    /// Values at the bars: full (12,360) or short (12.4K)
    #[arg(
        long,
        value_name = "STYLE",
        default_value = word(ValueStyle::default()),
        value_parser = one_of::<ValueStyle>()
    )]
    value_style: ValueStyle,

    /// Add a row for everyone who is not shown: "everyone else (12)"
    #[arg(long)]
    others: bool,

    /// Target per person in labels, drawn as a line
    #[arg(long, value_name = "N", value_parser = LABELS, allow_negative_numbers = true)]
    goal: Option<u64>,

    /// Labels that the whole job takes, for its progress [default: objects, as the job's manifest has them]
    #[arg(long, value_name = "N", value_parser = LABELS, allow_negative_numbers = true)]
    total: Option<u64>,

    /// What the film announces: leads (who takes the lead), milestones (5,000 labels), all of it, or none
    #[arg(
        long,
        value_name = "WHAT",
        default_value = word(Announce::default()),
        value_parser = one_of::<Announce>()
    )]
    announce: Announce,

    /// Leave out the summary beside the bars at the end
    #[arg(long)]
    no_card: bool,

    /// The words around the race.
    #[command(flatten)]
    wording: Wording,

    /// Colors: light, dark, or a theme of your own (a .toml file, on disk or in S3; see docs/themes.md)
    #[arg(long, value_name = "NAME", default_value_t)]
    theme: ThemeChoice<P>,

    /// Pictures of people: a folder or S3 prefix of PNG, JPEG, WebP, GIF or BMP files, each named by a worker id or a name
    #[arg(long, value_name = "DIR")]
    images: Option<Location<P>>,

    /// A font for characters that the built-in one lacks (.ttf, .otf, .ttc); can be given more than once
    #[arg(long, value_name = "FILE", value_parser = font::<P>)]
    font: Vec<P>,

    /// Use the fonts of this machine for characters that no other font has
    ///
    /// The film may then look different on another machine.
    #[arg(long)]
    system_fonts: bool,
}

/// The words around the race that somebody chose instead of ours.
#[derive(Args, Clone, Debug, Default, Eq, PartialEq)]
pub struct Wording {
    /// Title [default: the job's name]
    #[arg(long, value_name = TITLE.shown(), value_parser = TITLE)]
    pub title: Option<String>,

    /// Line below the title [default: what is counted, and the days]
    #[arg(long, value_name = CAPTION.shown(), value_parser = CAPTION)]
    pub subtitle: Option<String>,

    /// Line at the bottom [default: the date of the newest data]
    #[arg(long, value_name = CAPTION.shown(), value_parser = CAPTION)]
    pub caption: Option<String>,
}

/// How the film will be made.
#[derive(Clone, Debug)]
pub struct Film<P = PathBuf> {
    /// How time passes in it.
    pub pacing: Pacing,
    /// What the race leads to, as far as that is known before the answers are counted.
    pub course: Course,
    /// Labels that the whole job takes; `None`: its manifest says how far it is.
    pub total: Option<u64>,
    /// The words around the race.
    pub wording: Wording,
    /// What a frame looks like, as far as that is known before the answers are counted.
    pub look: Look,
    /// Where pictures of people are.
    pub images: Option<Location<P>>,
}

impl<P: LocalPath> FilmRequest<P> {
    /// Where the theme is, if it is a file.
    pub fn theme_file(&self) -> Option<&Location<P>> {
        match &self.theme {
            ThemeChoice::File(place) => Some(place),
            ThemeChoice::Light | ThemeChoice::Dark => None,
        }
    }

    /// The film for this request. `files` has those that it names; pictures are read later.
    ///
    /// # Errors
    /// When the theme cannot be used.
    pub fn plan(self, files: &Files) -> Result<Film<P>, PlanError> {
        let theme = match (self.theme, &files.theme) {
            (ThemeChoice::Light, _) => Theme::light(),
            (ThemeChoice::Dark, _) => Theme::dark(),
            (ThemeChoice::File(file), bytes) => Theme::parse(bytes.as_deref().unwrap_or_default())
                .map_err(|source| PlanError::Theme { file: file.to_any(), source })?,
        };
        Ok(Film {
            pacing: Pacing {
                fps: self.fps,
                lasting: self.per_bucket.unwrap_or(self.duration),
                hold: self.hold,
                swap: self.swap,
                idle: self.idle,
                top: self.top,
            },
            course: Course { goal: self.goal, announce: self.announce, ..Course::default() },
            total: self.total,
            wording: Wording { title: self.wording.title.filter(|title| !title.is_empty()), ..self.wording },
            look: Look {
                size: self.size,
                theme,
                value_style: self.value_style,
                others: self.others,
                card: !self.no_card,
                faces: Faces {
                    files: self.font.iter().map(|file| file.as_ref().to_owned()).collect(),
                    system: self.system_fonts,
                    ..Faces::default()
                },
                ..Look::default()
            },
            images: self.images,
        })
    }
}

/// The length that a film has by default.
fn length(lasting: Lasting) -> String {
    match lasting {
        Lasting::Whole(seconds) | Lasting::PerBucket(seconds) => seconds_shown(seconds),
    }
}

/// The file of a font, where files may be named.
fn font<P: LocalPath>(text: &str) -> Result<P, &'static str> {
    if text.is_empty() {
        return Err("an empty name is not a file");
    }
    P::of(text).ok_or("a run reads no font from a file; the layer of fonts has its faces")
}
