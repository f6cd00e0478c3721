//! How the film will be made.
//!
//! A [`FilmRequest`] holds the flags; a [`Film`] has what they mean, each part as the wing that uses it takes
//! it: the pacing and the course of the race, the look of a frame, the words around it.

use std::path::PathBuf;

use clap::{Args, builder::TypedValueParser};
use strum::{IntoStaticStr, VariantArray};

use super::{
    forecast::{ForecastPlan, ForecastRequest},
    hints::Hinted,
    limits::{LineLimit, Seconds, Whole, seconds_shown},
    plan::{Files, PlanError},
    theme::ThemeChoice,
    words::{one_of, word},
};
use crate::{
    film::{encode::Quality, movie::PosterOf},
    race::{Announce, Course, Idle, Lasting, Pace, Pacing},
    render::{
        scene::{Look, ValueStyle},
        style::{Size, SizeError, Theme},
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
    /// Size of a frame: 1080p, 720p, 4k, square, phone (1080x1920), or pixels as in 1920x1080
    ///
    /// Default: 1080p, and phone for the daily film of the function, which labelers watch there.
    #[arg(
        long,
        value_name = "SIZE",
        value_parser = Hinted::new(size, || Size::names().map(str::to_owned).collect()),
        hide_possible_values = true,
        allow_hyphen_values = true
    )]
    size: Option<Size>,

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

    /// How long the film stands still at its end; at most a quarter of --duration [default: 5.5s, or 3s without a
    /// summary]
    #[arg(long, value_name = HOLD.shown(), value_parser = HOLD, allow_hyphen_values = true)]
    hold: Option<f64>,

    /// How long it takes two bars to change places
    #[arg(
        long,
        value_name = SWAP.shown(),
        default_value = seconds_shown(Pacing::default().swap),
        value_parser = SWAP,
        allow_hyphen_values = true
    )]
    swap: f64,

    /// Which part of the film gets the most time: recent (the last day begins after at most 60 % of the film) or even
    #[arg(long, value_name = "HOW", default_value = word(Pace::default()), value_parser = one_of::<Pace>())]
    pace: Pace,

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

    /// Leave out the row for everyone who is not shown: "everyone else (12)"
    #[arg(long)]
    no_others: bool,

    /// Target per person in labels, drawn as a line
    #[arg(long, value_name = "N", value_parser = LABELS, allow_negative_numbers = true)]
    goal: Option<u64>,

    /// What the film begins with: a title with the news of the last day, or none
    #[arg(
        long,
        value_name = "WHAT",
        default_value = word(Opening::default()),
        value_parser = one_of::<Opening>()
    )]
    opening: Opening,

    /// What the film ends with: a summary below the bars, or none
    #[arg(
        long,
        value_name = "WHAT",
        default_value = word(Ending::default()),
        value_parser = one_of::<Ending>()
    )]
    ending: Ending,

    /// What the poster and the cover of the film show: its end, or its title
    #[arg(
        long,
        value_name = "WHICH",
        default_value = word(PosterOf::default()),
        value_parser = one_of::<PosterOf>()
    )]
    poster_of: PosterOf,

    /// What matters most in the film: that it is small, made fast, or some of both (balanced)
    #[arg(long, value_name = "WHICH", default_value = word(Quality::default()), value_parser = one_of::<Quality>())]
    quality: Quality,

    /// Add a silent sound track, for messengers that take a film without sound for a GIF
    #[arg(long)]
    silent_audio: bool,

    /// What the film announces: leads (who takes the lead), milestones (5,000 labels), all (also who reaches the
    /// goal, the biggest climb of a day, and a star on a person's best day), or none
    #[arg(
        long,
        value_name = "WHAT",
        default_value = word(Announce::default()),
        value_parser = one_of::<Announce>()
    )]
    announce: Announce,

    /// The words around the race.
    #[command(flatten)]
    wording: Wording,

    /// Colors: light, dark, or a theme of your own (a .toml file; see docs/themes.md)
    #[arg(long, value_name = "NAME", default_value_t, value_parser = ThemeChoice::<P>::parser(), hide_possible_values = true)]
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

    /// How much work the job is, and when people work.
    #[command(flatten)]
    forecast: ForecastRequest<P>,
}

/// What a film begins with.
#[derive(Clone, Copy, Debug, Default, Eq, IntoStaticStr, PartialEq, VariantArray)]
#[strum(serialize_all = "kebab-case")]
enum Opening {
    /// The job, and the news of its last day.
    #[default]
    Title,
    /// The race.
    None,
}

/// What a film ends with.
#[derive(Clone, Copy, Debug, Default, Eq, IntoStaticStr, PartialEq, VariantArray)]
#[strum(serialize_all = "kebab-case")]
enum Ending {
    /// The summary of the race.
    #[default]
    Summary,
    /// The last standings alone.
    None,
}

impl Ending {
    /// How long it takes to be read, in seconds.
    fn hold(self) -> f64 {
        match self {
            Self::Summary => SUMMARY_SECONDS,
            Self::None => Pacing::default().hold,
        }
    }
}

/// How long the title is shown, in seconds.
const TITLE_SECONDS: f64 = 2.0;

/// How long the film stands still for the summary, in seconds: it appears in 1.5 and is read in 4.
const SUMMARY_SECONDS: f64 = 5.5;

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
#[derive(Clone, Debug, Default)]
pub struct Film<P = PathBuf> {
    /// How time passes in it.
    pub pacing: Pacing,
    /// What the race leads to, as far as that is known before the answers are counted.
    pub course: Course,
    /// How much work the job is, and when people work.
    pub forecast: ForecastPlan,
    /// The words around the race.
    pub wording: Wording,
    /// What a frame looks like, as far as that is known before the answers are counted.
    pub look: Look,
    /// Where pictures of people are.
    pub images: Option<Location<P>>,
    /// Which frame is the poster and the cover.
    pub poster_of: PosterOf,
    /// How carefully it is compressed.
    pub quality: Quality,
    /// Whether there is a silent sound track.
    pub silent_audio: bool,
}

impl<P: LocalPath> FilmRequest<P> {
    /// The same film, of this size if none was asked for.
    #[must_use]
    pub fn usually(self, size: Size) -> Self {
        Self { size: self.size.or(Some(size)), ..self }
    }

    /// Where the theme is, if it is a file.
    pub fn theme_file(&self) -> Option<&Location<P>> {
        match &self.theme {
            ThemeChoice::File(place) => Some(place),
            ThemeChoice::Light | ThemeChoice::Dark => None,
        }
    }

    /// What it says for the forecast.
    pub fn forecast(&self) -> &ForecastRequest<P> {
        &self.forecast
    }

    /// The same without the holidays that it names.
    #[must_use]
    pub fn without_holidays(self) -> Self {
        Self { forecast: self.forecast.without_holidays(), ..self }
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
        let forecast = self.forecast.plan(files)?;
        Ok(Film {
            pacing: Pacing {
                fps: self.fps,
                lasting: self.per_bucket.unwrap_or(self.duration),
                hold: self.hold.unwrap_or(self.ending.hold()),
                swap: self.swap,
                opening: match self.opening {
                    Opening::Title => TITLE_SECONDS,
                    Opening::None => 0.0,
                },
                pace: self.pace,
                idle: self.idle,
                top: self.top,
            },
            course: Course { goal: self.goal, announce: self.announce, ..Course::default() },
            forecast,
            wording: Wording { title: self.wording.title.filter(|title| !title.is_empty()), ..self.wording },
            look: Look {
                size: self.size.unwrap_or_default(),
                theme,
                value_style: self.value_style,
                others: !self.no_others,
                card: self.ending == Ending::Summary,
                faces: Faces {
                    files: self.font.iter().map(|file| file.as_ref().to_owned()).collect(),
                    system: self.system_fonts,
                    ..Faces::default()
                },
                ..Look::default()
            },
            images: self.images,
            poster_of: self.poster_of,
            quality: self.quality,
            silent_audio: self.silent_audio,
        })
    }
}

/// The length that a film has by default.
fn length(lasting: Lasting) -> String {
    match lasting {
        Lasting::Whole(seconds) | Lasting::PerBucket(seconds) => seconds_shown(seconds),
    }
}

fn size(text: &str) -> Result<Size, String> {
    text.parse().map_err(|error: SizeError| error.to_string())
}

/// The file of a font, where files may be named.
fn font<P: LocalPath>(text: &str) -> Result<P, &'static str> {
    if text.is_empty() {
        return Err("an empty name is not a file");
    }
    P::of(text).ok_or("a run reads no font from a file; the layer of fonts has its faces")
}
