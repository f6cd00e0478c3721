//! Preparing and filming: everything that a film needs is found or refused before the job is read.

use std::{
    collections::{BTreeMap, BTreeSet},
    num::NonZeroU32,
    ops::ControlFlow,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use chrono::{DateTime, Utc};

use super::{
    captions::{captions, title},
    contest::{contest, is_of_team, race},
    digest::{DigestPlan, digest},
    error::RunError,
    forecast::{ForecastError, Outlook, outlook},
    machine::Machine,
    page::{NewFolder, PageDraft, PageOutput},
    pictures::Pictures,
    read::{OnRead, OpenSource},
    team_words,
    timings::{Stage, Timings},
};
use crate::{
    film::{
        encode::{self, Chapter, Encoding, Extras, PreviewKind},
        movie::{self, Draft, Poster},
    },
    locale::Period,
    people::{Cast, portraits::Portraits},
    race::{Bars, Race},
    render::{
        scene::{self, Captions, Look},
        text::{Faces, Text},
    },
    report::{
        page::{PageFilm, PageInput},
        receipt::Receipt,
    },
    settings::{Film, ForecastPlan, Plan},
    source::{Gathered, ReadProgress, WorkerId},
    stats::{Counted, Digest, Forecast, WorkCalendar, agreement},
    store::{LocalPath, Store, Stores},
};

/// What a film leaves behind.
#[derive(Clone, Debug)]
pub struct Outputs {
    /// The film.
    pub video: PathBuf,
    /// A still of its last frame.
    pub poster: Option<PathBuf>,
    /// A folder for all of its frames.
    pub frames: Option<PathBuf>,
    /// A small moving picture of it.
    pub preview: Option<PathBuf>,
    /// A page around it.
    pub page: Option<PageOutput>,
}

/// A film that only needs to be read, counted and drawn. Nobody can read a job for a film without one, so whatever
/// can be refused before the reading is refused before it.
#[derive(Debug)]
pub struct Prepared<S, P = PathBuf> {
    plan: Plan<P>,
    film: Film<P>,
    source: OpenSource<S>,
    pictures: Option<Pictures<S>>,
    ffmpeg: PathBuf,
    threads: Option<NonZeroU32>,
    timings: Arc<Timings>,
    faces: Faces,
    outputs: Outputs,
    video: Draft,
    poster: Option<Draft>,
    frames: Option<Draft>,
    preview: Option<(Draft, PreviewKind)>,
    page: Option<PageDraft>,
    /// Dropped last, once no draft is in it any more.
    _folder: Option<NewFolder>,
}

/// Looks for the encoder and the fonts, opens the outputs, lists the pictures and opens the source, before anybody
/// waits for the reading. How long everything after this takes is noted in `timings`.
///
/// # Errors
/// When there is no ffmpeg, a font cannot be used, an output can never be written, there are no pictures where they
/// should be, or there is nothing at the path of the job.
pub async fn prepare<S: Store + 'static, P: LocalPath>(
    plan: Plan<P>,
    film: Film<P>,
    outputs: Outputs,
    machine: &Machine,
    stores: &Stores<S, P>,
    timings: &Arc<Timings>,
) -> Result<Prepared<S, P>, RunError> {
    movie::check_film_name(&outputs.video)?;
    let faces = machine.faces(&film);
    faces.check()?;
    let ffmpeg = encode::find(&machine.encoder)?;
    let folder = outputs.page.as_ref().map(|page| NewFolder::at(&page.folder)).transpose()?;
    let video = Draft::file(&outputs.video, ".mp4")?;
    let poster = |target: &PathBuf| Draft::file(target, movie::picture_suffix(target)?);
    let poster = outputs.poster.as_ref().map(poster).transpose()?;
    let preview = match &outputs.preview {
        Some(target) => {
            let kind = movie::preview_kind(target)?;
            encode::check_preview(&ffmpeg, kind)?;
            Some((Draft::file(target, kind.suffix())?, kind))
        }
        None => None,
    };
    let drafts = [
        ("film", Some(&video), Some(&outputs.video)),
        ("poster", poster.as_ref(), outputs.poster.as_ref()),
        ("preview", preview.as_ref().map(|(draft, _)| draft), outputs.preview.as_ref()),
    ];
    check_apart(drafts)?;
    let frames = outputs.frames.as_deref().map(Draft::folder).transpose()?;
    let page = outputs.page.clone().map(PageDraft::new).transpose()?;
    let pictures = match &film.images {
        Some(images) => Some(Pictures::list(images, stores).await?),
        None => None,
    };
    let source = OpenSource::new(&plan.input, stores).await?;
    let (threads, timings) = (machine.threads, Arc::clone(timings));
    Ok(Prepared {
        plan,
        film,
        source,
        pictures,
        ffmpeg,
        threads,
        timings,
        faces,
        outputs,
        video,
        poster,
        frames,
        preview,
        page,
        _folder: folder,
    })
}

/// Refuses outputs that are one file. It may be named in two ways, such as `race.mp4` and a link to it.
fn check_apart(outputs: [(&'static str, Option<&Draft>, Option<&PathBuf>); 3]) -> Result<(), RunError> {
    for (n, (other, draft, path)) in outputs.iter().enumerate() {
        let (Some(draft), Some(path)) = (draft, path) else { continue };
        let is_same = |before: &&Draft| before.place_of_target() == draft.place_of_target();
        if let Some((one, ..)) =
            outputs[..n].iter().find(|(_, before, _)| before.as_ref().is_some_and(is_same))
        {
            return Err(RunError::SameTarget { path: (*path).clone(), one, other });
        }
    }
    Ok(())
}

/// Hears how many frames are made of how many, and says whether to go on.
pub type Watcher<'a> = &'a (dyn Fn(usize, usize) -> ControlFlow<()> + Sync);

/// The days, weeks or months of a race as chapters of its film.
fn chapters<P>(race: &Race, plan: &Plan<P>) -> Vec<Chapter> {
    let chapter = |(seconds, time): (f64, DateTime<Utc>)| {
        let (locale, date) = (&plan.locale, time.with_timezone(&plan.zone).date_naive());
        let title = match race.period() {
            Some(Period::Month) => locale.month(date),
            Some(Period::Week) => locale.day(date),
            _ => format!("{} {}", locale.short_weekday(date), locale.day(date)),
        };
        Chapter { begins: Duration::from_secs_f64(seconds), title }
    };
    race.chapters().into_iter().map(chapter).collect()
}

/// The receipt with a forecast, or with why there is none if somebody asked for one.
fn with_forecast(receipt: Receipt, outlook: Result<Outlook, ForecastError>, asked: &ForecastPlan) -> Receipt {
    match outlook {
        Ok(outlook) => receipt.with_forecast(Some(outlook.forecast), None),
        Err(_) if !asked.is_wanted() => receipt,
        Err(error) => receipt.with_forecast(None, Some(error.to_string())),
    }
}

impl<S: Store + 'static, P: LocalPath> Prepared<S, P> {
    /// What will be counted.
    pub fn plan(&self) -> &Plan<P> {
        &self.plan
    }

    /// What the film of this job will be called.
    pub fn title(&self, gathered: &Gathered) -> String {
        title(gathered, &self.film)
    }

    /// The numbers of the mail about what was counted, for a run at the time `now`.
    pub fn digest(&self, counted: &Counted, now: DateTime<Utc>) -> Digest {
        let title = self.title(&counted.gathered);
        let (forecast, top) = (&self.film.forecast, self.film.pacing.top);
        digest(counted, &self.plan, DigestPlan { forecast, title: &title, top, now })
    }

    /// Reads the job.
    ///
    /// # Errors
    /// Whatever keeps it from being read; that there are no answers is one as well.
    pub async fn read(&self, tell: OnRead<'_>) -> Result<Gathered, RunError> {
        let began = self.timings.now();
        let is_listed = AtomicBool::new(false);
        let tell = |seen: ReadProgress| {
            if seen.all_listed && !is_listed.swap(true, Ordering::Relaxed) {
                self.timings.since(Stage::List, began);
            }
            tell(seen);
        };
        let gathered = self.source.read(&tell).await;
        self.timings.since(Stage::Read, began);
        gathered
    }

    /// Reads the pictures of the people who are seen; `None` if no pictures were asked for, or there can be no race,
    /// which [`film`](Self::film) explains.
    pub async fn portraits(&mut self, counted: &Counted) -> Option<&Portraits> {
        // No picture shows a team.
        let pictures = self.pictures.as_ref().filter(|_| !is_of_team(counted))?;
        let race = race(counted, &self.plan, &self.film).ok()?;
        let people = &counted.cast;
        let teams = (self.plan.bars == Bars::Groups).then(|| people.of_groups(""));
        let casts: Vec<&Cast> = std::iter::once(people).chain(teams.as_ref()).collect();
        let portraits = pictures.of(&race, &casts).await;
        Some(self.film.look.portraits.insert(portraits))
    }

    /// Whose color has to be another one than in the cast, since they are seen together with somebody who has the same:
    /// by their ids, the slots that they get. There is none where there can be no race, which [`film`](Self::film)
    /// explains.
    pub fn moved_slots(&self, counted: &Counted) -> BTreeMap<WorkerId, usize> {
        let slots: BTreeSet<usize> = counted.cast.people().iter().map(|person| person.slot).collect();
        let is_one_each = slots.len() == counted.cast.people().len()
            && slots.last().is_none_or(|last| *last < scene::MAIN_COLORS)
            && self.plan.colors.is_empty();
        if self.plan.bars == Bars::Groups || is_of_team(counted) || is_one_each {
            return BTreeMap::new();
        }
        let Ok(race) = race(counted, &self.plan, &self.film) else { return BTreeMap::new() };
        let ids: Vec<&WorkerId> = race.people().map(|person| &person.id).collect();
        let moved = scene::moved_slots(&race, &self.film.look.theme).into_iter();
        moved.map(|(racer, slot)| (ids[racer].clone(), slot)).collect()
    }

    /// Makes a film of what was counted, blocking until it is there.
    ///
    /// # Errors
    /// When something cannot be drawn, encoded or written, and when `watch` says to stop. Whatever was there before
    /// is then as it was: everything is made beside its target, and moved only when all of it is whole.
    pub fn film(self, counted: &Counted, watch: Watcher<'_>) -> Result<Receipt, RunError> {
        let Self {
            plan,
            film,
            ffmpeg,
            threads,
            timings,
            faces,
            outputs,
            video,
            poster,
            frames,
            preview,
            page,
            ..
        } = self;
        let began = timings.now();
        let contest = contest(counted, &plan, &film)?;
        let outlook = outlook(&counted.gathered, &counted.cast, &plan, &film.forecast, None);
        let forecast = outlook.as_ref().ok().map(|outlook| &outlook.forecast);
        let captions = captions(counted, &contest, forecast, &plan, &film);
        let sentences = team_words::sentences(&contest);
        let race = contest.race;
        let chapters = chapters(&race, &plan);
        timings.since(Stage::Count, began);
        let mut encoding = Encoding {
            ffmpeg,
            width: film.look.size.width(),
            height: film.look.size.height(),
            fps: film.pacing.fps,
            quality: film.quality,
            threads,
            title: Some(captions.title.clone()),
            extras: Extras {
                chapters,
                silence: film.silent_audio,
                length: Duration::from_secs_f64(race.seconds()),
                cover: None,
            },
            patience: encode::PATIENCE,
        };
        let look = Look {
            locale: plan.locale.clone(),
            zone: plan.zone,
            captions,
            bars: race.course().bars,
            faces,
            ..film.look
        };
        let missing = scene::missing(&race, &look.captions, &mut Text::new(&look.faces));
        let tell = |n_frames| watch(n_frames, race.len());

        if let Some(page) = &page {
            let when = (forecast, &film.forecast.calendar);
            fill_page(page, counted, (&race, &look), film.pacing.top, when)?;
        }

        if let Some(draft) = &frames {
            movie::pictures(&race, &look, draft, &tell)?;
        }
        encoding.extras.cover = {
            let picture = Poster::new(&race, &look, film.poster_of);
            poster.iter().try_for_each(|draft| picture.save(draft))?;
            Some(picture.png(&video)?)
        };
        let times = movie::film(&race, &look, &encoding, &video, &tell, timings.clock())?;
        timings.add(Stage::Draw, times.draw);
        timings.add(Stage::Wait, times.wait);
        let made = match &preview {
            Some((draft, kind)) => {
                let (program, of_film) = ((&*encoding.ffmpeg, *kind), (&video, &race, look.size));
                Some(movie::preview(program, of_film, draft, movie::LARGEST_PREVIEW, &tell)?)
            }
            None => None,
        };
        frames.map(Draft::place).transpose()?;
        preview.map(|(draft, _)| draft.place()).transpose()?;
        poster.map(Draft::place).transpose()?;
        let bytes = video.place()?;
        let page = page.map(PageDraft::place).transpose()?;

        let shown = |path: &Path| path.display().to_string();
        let counts = (counted.people, counted.objects(counted.counting.span));
        let video = (shown(&outputs.video), bytes);
        let poster = outputs.poster.as_deref().map(shown);
        let race = (&race, plan.count);
        let receipt = Receipt::new(&counted.gathered, &counted.tally, counts, race, look.size, video, poster);
        let receipt = receipt
            .with_page(page.as_deref().map(shown))
            .lacking(&missing)
            .with_stats(counted.whole_throughput());
        let receipt = with_forecast(receipt, outlook, &film.forecast);
        let receipt =
            receipt.with_rules(counted.rules.iter().map(|rule| rule.sentence()).chain(sentences).collect());
        let receipt = match (outputs.preview.as_deref(), made) {
            (Some(path), Some(made)) => receipt.with_preview(shown(path), made.to_string()),
            _ => receipt,
        };
        Ok(match &look.portraits {
            Some(portraits) => receipt.with_pictures(portraits.len()),
            None => receipt,
        })
    }
}

/// Fills the page around a film of what was counted; `top` is the most bars it has.
fn fill_page(
    page: &PageDraft,
    counted: &Counted,
    (race, look): (&Race, &Look),
    top: usize,
    (forecast, calendar): (Option<&Forecast>, &WorkCalendar),
) -> Result<(), RunError> {
    let Captions { title, subtitle, footer, .. } = &look.captions;
    let locale = &look.locale;
    let agreement = &agreement(&counted.gathered, &counted.cast, counted.counting.span, look.zone);
    let input =
        PageInput { counted, race, locale, title, subtitle, footer, top, forecast, calendar, agreement };
    page.fill(input, PageFilm { width: look.size.width(), height: look.size.height() })?;
    Ok(())
}
