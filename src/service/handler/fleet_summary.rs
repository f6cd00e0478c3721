//! The one mail about many jobs, after their films: each run of them is looked up by its record.

use std::{collections::HashMap, time::Duration};

use chrono::{DateTime, Utc};
use futures_util::{StreamExt, TryStreamExt, stream};
use serde_json::{Map, json};
use strum::VariantArray;

use super::{
    failure::Failure,
    fleet_jobs::FilmEvent,
    outcome::{Measures, Outcome},
    telling::ClaimedRun,
};
use crate::{
    report::{
        audience::Audience,
        fleet::{Fleet, FleetJob, JobNumbers, JobOutcome},
        mail::{FLEET_LINKS, fleet_mail},
    },
    run::{RunError, source_of},
    service::{
        notify::Notify,
        runs::{self, Claim, PageRecord, RunState, Slot},
    },
    settings::{Request, RunKind},
    source::Place,
    store::{self, Location, NoPath, Store, When},
};

/// So many records are read side by side.
const READS: usize = 64;

/// The list of a hundred thousand jobs has a tenth of this.
const LARGEST_LIST: u64 = 512 << 20;

/// The pages of new films, by their keys.
type NewPages = HashMap<String, PageRecord>;

impl<S: Store + 'static, N: Notify> ClaimedRun<'_, S, N> {
    /// Tells each audience once what became of all jobs.
    pub(super) async fn sum_up(
        &self,
        request: &Request,
        claim: &mut Claim<'_, S>,
    ) -> Result<Outcome, Failure> {
        let now = (self.handler.clock)();
        let time = request.scheduled_time.ok_or(Failure::NoListing)?;
        let reading = self.jobs_of(request, time);
        let (jobs, pages) = self.deadline.within("reading the records of the jobs", reading).await??;
        let mut fleet = Fleet::new(self.name, jobs, now.max(time), request.count.source.time_zone);
        let mut counts = Map::new();
        for (field, n) in
            [("filmed", fleet.filmed), ("nothing_new", fleet.nothing_new), ("failed", fleet.failed)]
        {
            counts.insert(field.to_owned(), json!(n));
        }
        if !fleet.is_news() && !request.force {
            let note = claim.note(|record| {
                record.state = RunState::NothingNew;
                record.lease_until = None;
            });
            self.deadline.within("noting that nothing is new", note).await??;
            let outcome = Outcome::nothing_new(self.slot, false, Measures::default());
            return Ok(Outcome { more: counts, ..outcome });
        }
        let until = self.linked(&mut fleet, &pages).await?;
        let body = json!(fleet).to_string().into_bytes();
        let key = self.slot.data("fleet.json");
        let put = self.handler.own.put(&key, body.into(), "application/json", When::Always);
        self.deadline.within("uploading the summary", put).await??;
        // From here on only mail is left, also for a run that takes this one up.
        let note = claim.note(|record| record.state = RunState::Uploaded);
        self.deadline.within("noting the summary", note).await??;
        let audiences = match request.audience {
            Some(recipients) => recipients.0.into_iter().collect(),
            None => Audience::VARIANTS.to_vec(),
        };
        let contact = self.handler.contact.as_ref().map(ToString::to_string);
        for audience in audiences {
            if claim.record().fleet.told.contains(&audience) {
                continue;
            }
            let mail = fleet_mail(&fleet, audience, &request.count.language, until, contact.as_deref());
            self.publish(claim, audience, &mail).await?;
            let note = claim.note(|record| {
                record.fleet.told.insert(audience);
            });
            self.deadline.within("noting that the mail is sent", note).await??;
        }
        let note = claim.note(|record| {
            record.state = RunState::Complete;
            record.notified = !record.fleet.told.is_empty();
            record.lease_until = None;
        });
        self.deadline.within("noting that everybody knows", note).await??;
        let notified = claim.record().notified;
        Ok(Outcome { notified, ..Outcome::done_without_film(self.slot, counts) })
    }

    /// All jobs that were listed for this time, and what became of each.
    async fn jobs_of(
        &self,
        request: &Request,
        time: DateTime<Utc>,
    ) -> Result<(Vec<FleetJob>, NewPages), Failure> {
        let own = &self.handler.own;
        let slot = Slot::new(self.name, RunKind::Jobs, Some(time), "");
        let record = runs::record(own, &slot).await?;
        let listing = record.and_then(|record| record.fleet.listed).ok_or(Failure::NoListing)?;
        let place = source_of(request.count.source.source.resolve().map_err(RunError::from)?);
        let broken = |error: serde_json::Error| Failure::ReadBack(error.into());

        let items = store::read(own, &listing.items, LARGEST_LIST).await?.ok_or(Failure::NoListing)?;
        let items: Vec<FilmEvent> = serde_json::from_slice(&items).map_err(broken)?;
        let found = stream::iter(items.into_iter().map(|item| self.job_of(item, &place, time)));
        let found: Vec<_> = found.buffer_unordered(READS).try_collect().await?;
        let (mut jobs, mut pages) = (Vec::new(), NewPages::new());
        for (job, page) in found {
            pages.extend(page.map(|page| (page.key.clone(), page)));
            jobs.push(job);
        }
        let others = store::read(own, &listing.others, LARGEST_LIST).await?.ok_or(Failure::NoListing)?;
        for line in others.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            jobs.push(serde_json::from_slice(line).map_err(broken)?);
        }
        Ok((jobs, pages))
    }

    /// What became of one job.
    async fn job_of(
        &self,
        item: FilmEvent,
        place: &Place,
        time: DateTime<Utc>,
    ) -> Result<(FleetJob, Option<PageRecord>), Failure> {
        let location: Location<NoPath> = item.job.parse().map_err(|_| Failure::NoListing)?;
        let own = source_of(location.resolve().map_err(RunError::from)?);
        let slot = Slot::of_place(own.name(), &location.to_string(), Some(time), "");
        let below = own.key.strip_prefix(&place.key).unwrap_or(&own.key);
        let record = runs::record(&self.handler.own, &slot).await?;
        let Some(record) = record else {
            return Ok((FleetJob::new(below, JobOutcome::Failed).because("its film was not begun"), None));
        };
        let film = record.film.as_ref().map(|film| JobNumbers::new(&film.digest, &film.receipt));
        let page = record.film.as_ref().and_then(|film| film.page.clone());
        Ok(match record.state {
            RunState::Complete => {
                let video = page.as_ref().map(|page| page.key.clone());
                (FleetJob { film, video, ..FleetJob::new(below, JobOutcome::Filmed) }, page)
            }
            RunState::NothingNew => (FleetJob { film, ..FleetJob::new(below, JobOutcome::NothingNew) }, None),
            RunState::Claimed | RunState::Uploaded => {
                let why = record.fleet.why.as_deref().or(record.error.as_deref());
                let why = why.unwrap_or("it was ended before it could say why");
                (FleetJob { film, ..FleetJob::new(below, JobOutcome::Failed).because(why) }, None)
            }
        })
    }

    /// Puts links in the place of the pages, as many as a mail has, and says how long all of them work.
    async fn linked(&self, fleet: &mut Fleet, pages: &NewPages) -> Result<Option<DateTime<Utc>>, Failure> {
        let now = (self.handler.clock)();
        let mut until: Option<DateTime<Utc>> = None;
        let filmed = fleet.jobs.iter_mut().filter(|job| job.video.is_some());
        for (n, job) in filmed.enumerate() {
            let page = job.video.as_ref().and_then(|key| pages.get(key));
            // A link that is about to end is none.
            let page = page.filter(|page| n < FLEET_LINKS && now + Duration::from_mins(1) < page.until);
            job.video = match page {
                None => None,
                Some(page) => {
                    let link = self.handler.links.of_page(&page.key, (page.made, page.until), now);
                    let link = self.deadline.within("making the links", link).await??;
                    until = Some(until.map_or(link.until, |until| until.min(link.until)));
                    Some(link.url)
                }
            };
        }
        Ok(until)
    }
}
