//! A run that is claimed, and its mail: the link is made, and whoever is to know gets one message.

use std::{path::Path, time::Duration};

use super::{
    deadline::Deadline,
    failure::Failure,
    outcome::{Measures, Outcome},
    setup::Handler,
};
use crate::{
    report::{
        audience::Audience,
        mail::{self, MailText},
    },
    service::{
        notify::{Mail, Notify, NotifyTrouble},
        runs::{Claim, RunState, Slot},
        webhook::PostLinks,
    },
    store::Store,
};

/// How often a mail is tried that SNS was too busy to take.
const MAIL_TRIES: u32 = 5;
/// The pause before the second try; each further one is twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(200);

/// A run that is claimed, and what it needs.
pub(super) struct ClaimedRun<'a, S, N> {
    pub(super) handler: &'a Handler<S, N>,
    pub(super) slot: &'a Slot,
    /// The name of the job.
    pub(super) name: &'a str,
    pub(super) deadline: &'a Deadline,
    pub(super) scratch: &'a Path,
}

impl<S: Store + 'static, N: Notify> ClaimedRun<'_, S, N> {
    /// Sends the mail, if one was asked for, and then notes that.
    pub(super) async fn tell(
        &self,
        claim: &mut Claim<'_, S>,
        audience: Option<Audience>,
        measures: Measures,
    ) -> Result<Outcome, Failure> {
        let Some(film) = claim.record().film.clone() else { return Err(Failure::Unfinished) };
        let now = (self.handler.clock)();
        let links = &self.handler.links;
        let link = async {
            match &film.page {
                Some(page) if now < page.until => {
                    links.of_page(&page.key, (page.made, page.until), now).await
                }
                // The page of an early version, or one that was made so long ago that its film no longer plays.
                _ => links.to(&film.video, now).await,
            }
        };
        let link = self.deadline.within("making the link", link).await??;
        if let Some(audience) = audience {
            let contact = self.handler.contact.as_ref().map(ToString::to_string);
            let mail = mail::mail(&film.digest, audience, Some(&link), contact.as_deref());
            self.publish(claim, audience, &mail).await?;
            self.post(claim, audience, &mail, Some((&link.url, &film.poster))).await?;
        }
        let note = claim.note(|record| {
            record.state = RunState::Complete;
            record.notified = audience.is_some();
            record.lease_until = None;
        });
        self.deadline.within("noting that the film is known", note).await??;
        Ok(Outcome::done(self.slot, claim.record(), link, measures))
    }

    /// Sends one mail: it is noted first, and tried again only where SNS certainly did not take it. So an attempt
    /// sends at most one, and a run of several attempts at most one for each of them.
    pub(super) async fn publish(
        &self,
        claim: &mut Claim<'_, S>,
        audience: Audience,
        mail: &MailText,
    ) -> Result<(), Failure> {
        let Some(notify) = &self.handler.notify else {
            // Those who have a webhook may do without a topic.
            return if self.handler.webhook.is_some() { Ok(()) } else { Err(Failure::NoTopic) };
        };
        let mail = Mail::new(audience, &mail.subject, &mail.body)?;
        let before = claim.record().mails;
        let note = claim.note(|record| record.mails = before + 1);
        self.deadline.within("noting that the mail is sent", note).await??;
        if 0 < before {
            tracing::warn!(job = self.slot.job(), before, "a mail of this run may have been sent before");
        }
        let mut pause = FIRST_PAUSE;
        for n in 1.. {
            match self.deadline.within("sending the mail", notify.publish(&mail)).await? {
                Ok(()) => break,
                Err(error) if n < MAIL_TRIES && error.trouble == NotifyTrouble::Unavailable => {
                    tracing::debug!(%error, n, "SNS did not take the mail");
                }
                Err(error) => {
                    if error.trouble != NotifyTrouble::Unanswered {
                        // It was certainly not sent, so the next one is the first.
                        let note = claim.note(|record| record.mails = before);
                        self.deadline.within("noting that the mail was not sent", note).await??;
                    }
                    return Err(error.into());
                }
            }
            self.deadline.within("waiting for SNS", tokio::time::sleep(pause)).await?;
            pause *= 2;
        }
        tracing::info!(job = self.slot.job(), %audience, "told");
        Ok(())
    }

    /// Posts the mail to the webhook, if there is one for this audience: once in all attempts of a run. A webhook that
    /// fails is a warning, since the film and its mail are there.
    pub(super) async fn post(
        &self,
        claim: &mut Claim<'_, S>,
        audience: Audience,
        mail: &MailText,
        film: Option<(&str, &str)>,
    ) -> Result<(), Failure> {
        let Some(webhook) = self.handler.webhook.as_ref().filter(|webhook| webhook.is_for(audience)) else {
            return Ok(());
        };
        if claim.record().posted {
            return Ok(());
        }
        let note = claim.note(|record| record.posted = true);
        self.deadline.within("noting that the mail is posted", note).await??;
        let now = (self.handler.clock)();
        let mut links = PostLinks::default();
        if let Some((url, poster)) = film {
            links.film = Some(url.to_owned());
            // A picture without an address is no reason to post nothing.
            let picture = self.handler.links.to(poster, now);
            let picture = self.deadline.within("making the link of the picture", picture).await?;
            links.poster = picture.ok().map(|link| link.url);
        }
        let job = self.slot.job();
        match self.deadline.within("posting to the webhook", webhook.post(mail, &links, now)).await? {
            Ok(()) => tracing::info!(job, %audience, "posted"),
            Err(error) => tracing::warn!(job, %audience, why = error.to_string(), "not posted"),
        }
        Ok(())
    }
}
