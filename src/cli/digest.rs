//! The mail about a job, or about several, as the function would send it. Nothing is sent from here.

use anyhow::Context;
use chrono::Utc;
use labelrace::{
    locale::plain::line,
    report::{digest_json::digest_numbers, mail},
    run::{self, DigestPlan},
    stats::Digest,
};

use super::{
    args::DigestArgs,
    film::{read_with_cast, stores},
    output::{NOT_PRINTED, stdout},
    tables::text_or_json,
};

/// So many bars has a film unless somebody says otherwise.
const TOP: usize = 10;

/// Prints the mail of a job.
pub(crate) async fn digest(args: DigestArgs) -> anyhow::Result<()> {
    let (audience, format) = (args.audience, args.format);
    let contact = args.contact.map(|contact| contact.to_string());
    let stores = stores();
    let mut plan = run::count_plan(args.count, Utc::now(), &stores).await?;
    let asked = run::forecast_if_possible(args.forecast, &stores).await?;
    let (gathered, cast, names) = read_with_cast(&mut plan, &stores, args.cache).await?;
    let now = run::digest_time(&gathered, &plan);
    let title = line(&gathered.name).into_owned();
    let counted = run::count(gathered, &cast, &plan)?;
    let of = DigestPlan { forecast: &asked, title: &title, top: TOP, now };
    let digest: Digest = run::digest(&counted, &plan, of).with_names_warning(names.warning());
    let mail = mail::mail(&digest, audience, None, contact.as_deref());
    let text = || format!("Subject: {}\n\n{}", mail.subject, mail.body);
    let numbers = digest_numbers(&digest, audience, &mail);
    text_or_json(format, text, &numbers, &mut stdout()).context(NOT_PRINTED)
}
