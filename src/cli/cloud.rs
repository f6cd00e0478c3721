//! The commands about mail and the cloud, and what they do.

use std::{
    env,
    io::{self, Write},
    path::PathBuf,
};

use anyhow::{Context, ensure};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use clap::{Args, Subcommand};
use labelrace::{
    aws::Connect,
    locale::{self, plain::PlainWriter},
    people::{Directory, Remembered, cognito::UserPools},
    render::style::Size,
    report::audience::Audience,
    run::{self, source_of},
    service::{
        doctor::{self, Finding, Health},
        handler::{Call, Failure, Handler, Outcome, Status},
        link::{
            Address, Links,
            kms::HmacKey,
            revoked::{Revocation, revoke},
        },
        notify::{
            Mail, Notify, NotifyError,
            confirmation::Confirmation,
            print::Print,
            sns::{Sns, Subscribed},
        },
    },
    settings::{
        Asked, Defaults, Delivery, Moment, Request, RequestError, Topic, log_place, one_of, user_pool,
        variable_of, zone,
    },
    source::UserPool,
    stats::in_words,
    store::{
        Location,
        s3::{self, S3},
    },
};

use super::{args::EncoderArgs, film::machine, output::print, report, stop};

#[derive(Debug, Subcommand)]
pub(crate) enum CloudCommand {
    /// Make a film, upload it and mail a link: what the Lambda function does, run from this machine
    Send(Box<SendArgs>),
    /// Ask somebody by e-mail whether they want the mail about films
    Subscribe(SubscribeArgs),
    /// Confirm a subscription so that no link in a mail can end it
    Confirm(ConfirmArgs),
    /// Make links that were sent stop working: one, or all that were made before a time
    Revoke(RevokeArgs),
    /// Check that everything is in order for tomorrow's film
    Doctor(DoctorArgs),
}

#[derive(Args, Debug)]
pub(crate) struct SendArgs {
    #[command(flatten)]
    request: Asked,

    #[command(flatten)]
    delivery: Delivery,

    /// Print the mail instead of sending it
    #[arg(long, help_heading = "Delivery")]
    print_mail: bool,

    /// Read the job and say what would be made and sent; make, upload and send nothing
    #[arg(long, conflicts_with = "json", help_heading = "Delivery")]
    dry_run: bool,

    /// Print the receipt as JSON
    #[arg(long, help_heading = "Output")]
    pub(crate) json: bool,

    #[command(flatten)]
    encoder: EncoderArgs,
}

#[derive(Args, Debug)]
pub(crate) struct SubscribeArgs {
    /// The e-mail address to ask
    address: String,

    /// Which mail: labelers (every morning), owners (every week), or labelers,owners
    #[arg(long, value_name = "WHO", required = true, value_delimiter = ',', value_parser = one_of::<Audience>())]
    audience: Vec<Audience>,

    /// The SNS topic that sends the mail
    #[arg(long, value_name = "ARN")]
    topic_arn: Topic,

    /// Say what would be asked for, and ask nobody
    #[arg(long)]
    dry_run: bool,
}

#[derive(Args, Debug)]
pub(crate) struct ConfirmArgs {
    /// The link behind "Confirm subscription" in the mail from AWS, in quotes
    url: Confirmation,
}

#[derive(Args, Debug)]
#[group(required = true, multiple = false)]
struct WhichLinks {
    /// The link from the mail, in quotes
    link: Option<Address>,

    /// Every link that was made before: 2024-03-04, 2024-03-04T08:00, or 7d ago
    #[arg(long, value_name = "TIME")]
    before: Option<Moment>,
}

#[derive(Args, Debug)]
pub(crate) struct RevokeArgs {
    #[command(flatten)]
    which: WhichLinks,

    /// Time zone of --before, e.g. Europe/Berlin
    #[arg(long, value_name = "ZONE", default_value = "UTC", value_parser = zone)]
    time_zone: Tz,

    /// The S3 bucket for films and run records
    #[arg(long, value_name = "BUCKET")]
    bucket: String,
}

#[derive(Args, Debug)]
pub(crate) struct DoctorArgs {
    /// The job that runs read
    #[arg(value_name = "JOB")]
    job: Option<Location>,

    /// The log of the workers' activity: logs:, logs:OTHER-GROUP, or where an export of it is
    #[arg(long, value_name = "LOG", value_parser = log_place::<PathBuf>)]
    log_group: Option<Location>,

    /// A user pool that --names cognito reads (more than one: give it again)
    #[arg(long, value_name = "ID", value_parser = user_pool)]
    user_pool: Vec<UserPool>,

    /// The S3 bucket for films and run records
    #[arg(long, value_name = "BUCKET")]
    bucket: Option<String>,

    /// The SNS topic that sends the mail
    #[arg(long, value_name = "ARN")]
    topic_arn: Option<Topic>,

    /// The address of the link function
    #[arg(long, value_name = "URL")]
    link_url: Option<String>,

    /// The KMS key that links are made with
    #[arg(long, value_name = "ID")]
    link_key_id: Option<String>,

    /// Print versions and settings for a report of a fault, without names and ids, and check nothing
    #[arg(long)]
    report: bool,

    #[command(flatten)]
    encoder: EncoderArgs,
}

/// Does what a command says.
pub(crate) async fn obey(command: CloudCommand) -> anyhow::Result<()> {
    match command {
        CloudCommand::Send(args) => {
            if args.dry_run {
                return print(Box::pin(rehearsed(*args, Utc::now())).await?.as_bytes());
            }
            let (json, is_mail_printed) = (args.json, args.print_mail);
            let outcome = Box::pin(send(*args)).await?;
            let words =
                if json { format!("{}\n", outcome.to_json()) } else { sent(&outcome, is_mail_printed) };
            print(words.as_bytes())
        }
        CloudCommand::Subscribe(args) => print(subscribe(args).await?.as_bytes()),
        CloudCommand::Confirm(args) => print(confirm(args).await?.as_bytes()),
        CloudCommand::Revoke(args) => print(revoke_links(args, Utc::now()).await?.as_bytes()),
        CloudCommand::Doctor(args) if args.report => {
            print(report::report(&machine(args.encoder.ffmpeg)).as_bytes())
        }
        CloudCommand::Doctor(args) => {
            let findings = Box::pin(doctor(args, Utc::now())).await?;
            print(told(&findings).as_bytes())?;
            let n_bad = findings.iter().filter(|finding| finding.health == Health::Bad).count();
            ensure!(n_bad == 0, "{n_bad} of {} checks failed", findings.len());
            Ok(())
        }
    }
}

/// Where mail goes.
enum Outlet {
    Sns(Sns),
    Print(Print<Box<dyn Write + Send>>),
}

impl Notify for Outlet {
    async fn publish(&self, mail: &Mail) -> Result<(), NotifyError> {
        match self {
            Self::Sns(sns) => sns.publish(mail).await,
            Self::Print(print) => print.publish(mail).await,
        }
    }
}

/// The same run as the function's.
pub(crate) async fn send(args: SendArgs) -> Result<Outcome, Failure> {
    let defaults = Defaults::from_variables(&|name| env::var(name).ok()).map_err(Failure::Configuration)?;
    let request = for_a_film(args.request.request(&defaults).map_err(Failure::Request)?)?;
    // A run notes that it was stopped before it ends.
    stop::ends_by_itself();
    let stop = stop::token();
    let sdk = Connect::default().sdk_config().await;
    let outlet = match (args.print_mail, &args.delivery.topic_arn) {
        // A program that reads our output gets the receipt and nothing else.
        (true, _) if args.json => Some(Outlet::Print(Print::new(Box::new(PlainWriter::new(io::stderr()))))),
        (true, _) => Some(Outlet::Print(Print::new(Box::new(PlainWriter::new(io::stdout()))))),
        (false, topic) => topic.clone().map(|topic| Outlet::Sns(Sns::new(&sdk, topic))),
    };
    let machine = machine(args.encoder.ffmpeg);
    let mut handler = Handler::new(&sdk, &args.delivery, outlet, machine, env::temp_dir(), Utc::now)?;
    if args.print_mail {
        handler.webhook = None;
    }
    let request_id = format!("{}-{:08x}", Utc::now().format("%Y%m%dT%H%M%SZ"), rand::random::<u32>());
    handler.handle(request, Call { request_id, deadline: None, stop }).await
}

/// The request, if it is for a film: the steps around many films are for whatever runs many functions.
fn for_a_film(request: Request) -> Result<Request, Failure> {
    if request.kind.makes_a_film() {
        return Ok(request);
    }
    let why = "this is a step of the function; from here, labelrace fleet makes the films of many jobs";
    Err(Failure::Request(RequestError::Value { field: "kind".to_owned(), why: why.to_owned() }))
}

/// What a run would do. The job is read, and nothing is written or sent.
async fn rehearsed(args: SendArgs, now: DateTime<Utc>) -> Result<String, Failure> {
    let defaults = Defaults::from_variables(&|name| env::var(name).ok()).map_err(Failure::Configuration)?;
    let request = for_a_film(args.request.request(&defaults).map_err(Failure::Request)?)?;
    let (kind, audience, size) = (request.kind, request.audience(), request.usual_size());
    let sdk = Connect::default().sdk_config().await;
    let stores = s3::over(&sdk);
    let plan = run::count_plan(request.count, now, &stores).await?;
    let film = run::film_plan(request.film, &stores).await?;
    let size = if film.look.size == Size::DEFAULT { size } else { film.look.size };
    let gathered = run::read(&plan.input, &stores, &|_| ()).await?;
    let cast = run::cast(&gathered, &plan, &Remembered::default(), &Directory::default());
    let counted = run::count(gathered, &cast, &plan)?;
    let (_, last) = counted.tally.first_and_last();
    let mail = match (audience, &args.delivery.topic_arn) {
        (None, _) => "to nobody".to_owned(),
        (Some(audience), _) if args.print_mail => format!("for {}, printed and not sent", audience.word()),
        (Some(audience), Some(topic)) => format!("to {} through {topic}", audience.word()),
        (Some(audience), None) => {
            format!("for {}, but there is no topic (--topic-arn), so the run would fail", audience.word())
        }
    };
    Ok(format!(
        "dry run: nothing was made, uploaded or sent\njob:  {}: {} by {}, the newest of {} ({})\nfilm: {kind}, {size}, to s3://{}/\nmail: {mail}\n",
        plan.input.source,
        locale::counted(counted.tally.total(), "label", "labels"),
        locale::counted(counted.people as u64, "person", "people"),
        in_words(last, plan.zone),
        plan.zone,
        args.delivery.bucket,
    ))
}

/// The outcome in words.
pub(crate) fn sent(outcome: &Outcome, is_mail_printed: bool) -> String {
    let video = outcome.receipt.as_ref().map_or("", |receipt| &receipt.video);
    match outcome.status {
        Status::Done => {
            let told = match (outcome.notified, is_mail_printed) {
                (true, true) => "film made; mail printed above, NOT sent",
                (true, false) => "film made and mail sent",
                (false, _) => "film made; no mail",
            };
            let until = outcome.link_until.unwrap_or_default().format("%-d %b %Y, %H:%M UTC");
            let link = outcome.link.as_deref().unwrap_or_default();
            let warning = outcome.receipt.as_ref().and_then(|receipt| receipt.names_warning.as_ref());
            let warning = warning.map_or_else(String::new, |warning| format!("names: {warning}\n"));
            format!("{told}: {video}\n{warning}the link works until {until}:\n{link}\n")
        }
        Status::AlreadyDone => {
            format!("already done; --force makes the film again and sends its mail again: {video}\n")
        }
        Status::InProgress => "another run is working on it\n".to_owned(),
        Status::NothingNew if outcome.notified && is_mail_printed => {
            "no new answers; the mail that says so is printed above, NOT sent\n".to_owned()
        }
        Status::NothingNew if outcome.notified => "no new answers; mail sent that says so\n".to_owned(),
        Status::NothingNew => "no new answers since the last film; --force makes one anyway\n".to_owned(),
    }
}

/// Asks somebody whether they want mail.
pub(crate) async fn subscribe(args: SubscribeArgs) -> anyhow::Result<String> {
    let audiences: Vec<&str> = args.audience.iter().map(|audience| audience.word()).collect();
    let audiences = audiences.join(" and ");
    if args.dry_run {
        return Ok(format!(
            "dry run: nobody was asked\nAWS would send a mail to that address that asks whether it wants the mail for {audiences} from {}\n",
            args.topic_arn
        ));
    }
    let sdk = Connect::default().sdk_config().await;
    Ok(match Sns::new(&sdk, args.topic_arn).subscribe(&args.address, &args.audience).await? {
        Subscribed::Asked => "AWS has sent a mail to that address that asks for confirmation, valid for two days.\n\
            Don't click the link in it; run labelrace confirm 'THE LINK' instead. Otherwise a mail scanner that opens\n\
            every link can end the subscription.\n"
            .to_owned(),
        Subscribed::Already => format!("already subscribed to the mail for {audiences}\n"),
        Subscribed::Changed => {
            format!("that address gets the mail for {audiences} from now on; this can take up to 15 minutes\n")
        }
    })
}

/// Confirms a subscription for good.
pub(crate) async fn confirm(args: ConfirmArgs) -> anyhow::Result<String> {
    let sdk = Connect::default().sdk_config().await;
    Sns::new(&sdk, args.url.topic).confirm(&args.url.token).await?;
    Ok("confirmed; from now on only somebody signed in to AWS can end the subscription, and no link in a mail\n".to_owned())
}

/// Makes links stop working.
async fn revoke_links(args: RevokeArgs, now: DateTime<Utc>) -> anyhow::Result<String> {
    let (what, words) = match (args.which.link, args.which.before) {
        (Some(link), _) => (Revocation::Link(link), "this link".to_owned()),
        (None, before) => {
            let before = before.context("give a link, or --before")?.resolve(now, args.time_zone)?;
            ensure!(before <= now, "--before is in the future; links can be revoked only once they are made");
            let time = before.with_timezone(&args.time_zone).format("%-d %b %Y, %H:%M %Z");
            (Revocation::Before(before), format!("every link made before {time}"))
        }
    };
    let sdk = Connect::default().sdk_config().await;
    revoke(&S3::new(&sdk, &args.bucket), &what, now).await?;
    Ok(format!(
        "revoked: {words}, within a minute. Who has opened one already can watch its film for up to an hour.\n"
    ))
}

/// Checks everything that a run needs.
pub(crate) async fn doctor(args: DoctorArgs, now: DateTime<Utc>) -> anyhow::Result<Vec<Finding>> {
    let sdk = Connect::default().sdk_config().await;
    let mut findings = Vec::new();
    let unset = |what, flag: &str| {
        doctor::untried(what, &format!("not set: {flag}, or {}", variable_of(flag.trim_start_matches('-'))))
    };

    let job = match &args.job {
        None => None,
        Some(location) => {
            let (store, place) = s3::over(&sdk).open(location).await?;
            Some((store, source_of(place)))
        }
    };
    findings.push(match &job {
        Some((store, source)) => doctor::finding("job", doctor::job(store, source).await),
        None => unset("job", "job"),
    });
    findings.push(match &args.log_group {
        None => unset("log", "--log-group"),
        Some(location) => {
            let (store, place) = s3::over(&sdk).open(location).await?;
            doctor::finding("log", doctor::log(&store, &source_of(place)).await)
        }
    });
    match args.user_pool.as_slice() {
        [] => findings.push(doctor::untried("user pool", "not set: --user-pool")),
        ids => {
            let pools = UserPools::new(&sdk);
            for pool in ids {
                findings.push(doctor::finding("user pool", doctor::user_pool(&pools, pool).await));
            }
        }
    }
    match &args.bucket {
        None => findings.push(unset("bucket", "--bucket")),
        Some(name) => {
            let bucket = S3::new(&sdk, name);
            let finding = doctor::finding("bucket", doctor::bucket(&bucket, name).await);
            let works = finding.health == Health::Good;
            findings.push(finding);
            if let Some((_, source)) = job.as_ref().filter(|_| works) {
                findings.extend(doctor::last_runs(&bucket, source, now).await);
            }
        }
    }
    match args.topic_arn {
        None => findings.push(unset("topic", "--topic-arn")),
        Some(topic) => findings.extend(doctor::topic(&Sns::new(&sdk, topic)).await),
    }
    findings.push(match (&args.link_url, &args.link_key_id) {
        (Some(url), Some(key)) => match Links::new(url, HmacKey::new(&sdk, key), 1) {
            Ok(links) => doctor::finding("link", doctor::link(&links, now).await),
            Err(error) => doctor::finding("link", Err(error.to_string())),
        },
        (None, None) => doctor::untried(
            "link",
            "no link function configured: links in the mail will expire after a few hours",
        ),
        (None, _) => unset("link", "--link-url"),
        (_, None) => unset("link", "--link-key-id"),
    });
    let machine = machine(args.encoder.ffmpeg);
    let folder = tempfile::tempdir().context("could not make a temporary folder")?;
    findings.push(doctor::finding("ffmpeg", doctor::ffmpeg(&machine.encoder, folder.path())));
    findings.push(doctor::finding("fonts", doctor::fonts(&machine.fonts)));
    Ok(findings)
}

/// A line for each finding.
pub(crate) fn told(findings: &[Finding]) -> String {
    let line = |Finding { what, health, words }: &Finding| format!("{health:<5} {what:<12} {words}\n");
    findings.iter().map(line).collect()
}
