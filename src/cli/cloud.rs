//! The commands about mail and the cloud, and what they do.

use std::{
    env,
    io::{self, Write},
};

use anyhow::Context;
use chrono::{DateTime, Utc};
use clap::{Arg, Args};
use labelrace::{
    aws::Connect,
    report::audience::Audience,
    run::source_of,
    service::{
        doctor::{self, Finding, Health},
        handler::{Call, Failure, Handler, Outcome, Status},
        link::{Links, kms::HmacKey},
        notify::{
            Mail, Notify, NotifyError, Topic,
            confirmation::Confirmation,
            print::Print,
            sns::{Sns, Subscribed},
        },
        request::{Delivery, Request, variable_of},
    },
    store::{
        Location,
        s3::{self, S3},
    },
};

use super::{EncoderArgs, film::machine, stop};

#[derive(Args, Debug)]
pub(crate) struct SendArgs {
    #[command(flatten)]
    request: Request,

    #[command(flatten)]
    delivery: Delivery,

    /// Print the mail instead of sending it
    #[arg(long, help_heading = "Delivery")]
    print_mail: bool,

    /// Print the receipt as JSON
    #[arg(long, help_heading = "Output")]
    pub(crate) json: bool,

    #[command(flatten)]
    encoder: EncoderArgs,
}

#[derive(Args, Debug)]
pub(crate) struct SubscribeArgs {
    /// Whom to ask: an e-mail address
    address: String,

    /// What they hear of: labelers (every morning), owners (every week), or labelers,owners
    #[arg(long, value_name = "WHO", required = true, value_delimiter = ',')]
    audience: Vec<Audience>,

    /// The SNS topic that mails
    #[arg(long, value_name = "ARN")]
    topic_arn: Topic,
}

#[derive(Args, Debug)]
pub(crate) struct ConfirmArgs {
    /// The link behind "Confirm subscription" in the mail from AWS, in quotes
    url: Confirmation,
}

#[derive(Args, Debug)]
pub(crate) struct DoctorArgs {
    /// The job, as runs read it
    #[arg(value_name = "JOB")]
    job: Option<Location>,

    /// The bucket for films, and for what runs know of each other
    #[arg(long, value_name = "BUCKET")]
    bucket: Option<String>,

    /// The SNS topic that mails
    #[arg(long, value_name = "ARN")]
    topic_arn: Option<Topic>,

    /// The address of the link function
    #[arg(long, value_name = "URL")]
    link_url: Option<String>,

    /// The KMS key that links are made with
    #[arg(long, value_name = "ID")]
    link_key_id: Option<String>,

    #[command(flatten)]
    encoder: EncoderArgs,
}

/// Each setting may also be a variable: the outputs of the stack are lines to paste into a shell.
pub(crate) fn with_variable(arg: Arg) -> Arg {
    let name = match (arg.get_long(), arg.get_id().as_str()) {
        (
            Some(
                "json" | "print-mail" | "help" | "ffmpeg" | "force" | "kind" | "audience" | "scheduled-time",
            ),
            _,
        ) => return arg,
        (Some(long), _) => long.to_owned(),
        (None, "source" | "job") => "job".to_owned(),
        (None, _) => return arg,
    };
    let variable = variable_of(&name);
    // One that is set to nothing is not set, as everywhere else.
    if env::var_os(&variable).is_some_and(|value| value.is_empty()) { arg } else { arg.env(variable) }
}

/// Somewhere to hand a mail in.
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
    // A run notes that it was stopped before it ends.
    stop::ends_by_itself();
    let stop = stop::token();
    let sdk = Connect::default().sdk_config().await;
    let outlet = match (args.print_mail, &args.delivery.topic_arn) {
        // What a program reads from us is the receipt and nothing else.
        (true, _) if args.json => Some(Outlet::Print(Print::new(Box::new(io::stderr())))),
        (true, _) => Some(Outlet::Print(Print::new(Box::new(io::stdout())))),
        (false, topic) => topic.clone().map(|topic| Outlet::Sns(Sns::new(&sdk, topic))),
    };
    let machine = machine(args.encoder.ffmpeg);
    let handler = Handler::new(&sdk, &args.delivery, outlet, machine, env::temp_dir(), Utc::now)?;
    let request_id = format!("{}-{:08x}", Utc::now().format("%Y%m%dT%H%M%SZ"), rand::random::<u32>());
    handler.handle(args.request, Call { request_id, deadline: None, stop }).await
}

/// What became of it, for people.
pub(crate) fn sent(outcome: &Outcome) -> String {
    let video = outcome.receipt.as_ref().map_or("", |receipt| &receipt.video);
    match outcome.status {
        Status::Done => {
            let told = if outcome.notified {
                "the film is made, and its mail handed in"
            } else {
                "the film is made"
            };
            let until = outcome.link_until.unwrap_or_default().format("%-d %b %Y, %H:%M UTC");
            let link = outcome.link.as_deref().unwrap_or_default();
            format!("{told}: {video}\nthe link works until {until}:\n{link}\n")
        }
        Status::AlreadyDone => format!("this had been done before: {video}\n"),
        Status::InProgress => "another run is at it\n".to_owned(),
        Status::NothingNew if outcome.notified => {
            "there are no new answers, and the mail says so\n".to_owned()
        }
        Status::NothingNew => "there are no new answers since the last film; --force makes one\n".to_owned(),
    }
}

/// Asks somebody whether they want mail.
pub(crate) async fn subscribe(args: SubscribeArgs) -> anyhow::Result<String> {
    let sdk = Connect::default().sdk_config().await;
    let audiences: Vec<&str> = args.audience.iter().map(|audience| audience.word()).collect();
    let audiences = audiences.join(" and ");
    Ok(match Sns::new(&sdk, args.topic_arn).subscribe(&args.address, &args.audience).await? {
        Subscribed::Asked => "AWS has sent a mail there that asks for confirmation, valid for two days.\n\
            Better than to click in it: labelrace confirm 'THE LINK', so that nobody who follows a link ends it.\n"
            .to_owned(),
        Subscribed::Already => format!("that address gets the mail for {audiences} already\n"),
        Subscribed::Changed => {
            format!("that address gets the mail for {audiences} from now on; it may take a quarter of an hour\n")
        }
    })
}

/// Confirms a subscription for good.
pub(crate) async fn confirm(args: ConfirmArgs) -> anyhow::Result<String> {
    let sdk = Connect::default().sdk_config().await;
    Sns::new(&sdk, args.url.topic).confirm(&args.url.token).await?;
    Ok("confirmed; from now on only somebody signed in to AWS can end it, and no link in a mail\n".to_owned())
}

/// Looks at everything that a run needs.
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
        (None, None) => {
            doctor::untried("link", "no link function: mail carries an address of S3, which works for hours")
        }
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
