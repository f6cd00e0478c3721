//! What `-h` shows: on one screen the settings that people ask for most, and three examples. `--help` has all.

use clap::Command;

/// What the short help of a command has.
struct Brief {
    command: &'static str,
    /// The flags that are shown, besides those of all commands; `None`: all.
    flags: Option<&'static [&'static str]>,
    /// What somebody might type.
    examples: [&'static str; 3],
}

const BRIEFS: [Brief; 10] = [
    Brief {
        command: "render",
        flags: Some(&[
            "since",
            "time-zone",
            "aliases",
            "group",
            "size",
            "duration",
            "top",
            "title",
            "theme",
            "output",
            "open",
        ]),
        examples: [
            "labelrace render s3://my-bucket/out/my-job/",
            "labelrace render my-job --since 7d --theme dark -o week.mp4 --open",
            "labelrace render my-job --aliases names.csv --time-zone Europe/Berlin --size phone",
        ],
    },
    Brief {
        command: "tally",
        flags: Some(&[
            "since",
            "until",
            "interval",
            "time-zone",
            "aliases",
            "group",
            "bars",
            "all-jobs",
            "format",
        ]),
        examples: [
            "labelrace tally my-job --interval 1d > days.csv",
            "labelrace tally my-job --since 2026-03-02 --until 2026-03-09 --names id",
            "labelrace tally my-job --group teams.csv --bars groups --format json",
        ],
    },
    Brief {
        command: "stats",
        flags: Some(&["since", "until", "time-zone", "aliases", "group", "all-jobs", "by", "format"]),
        examples: [
            "labelrace stats my-job",
            "labelrace stats my-job --by worker --since 7d",
            "labelrace stats my-job --by day --format csv > days.csv",
        ],
    },
    Brief {
        command: "frames",
        flags: Some(&["since", "interval", "time-zone", "aliases", "group", "fps", "duration", "top"]),
        examples: [
            "labelrace frames my-job > frames.jsonl",
            "labelrace frames my-job --fps 5 --duration 10s --names id",
            "labelrace frames my-job | tail -1 | jq '.bars[].name'",
        ],
    },
    Brief {
        command: "people",
        flags: Some(&[
            "since",
            "until",
            "time-zone",
            "aliases",
            "names",
            "group",
            "show-usernames",
            "format",
        ]),
        examples: [
            "labelrace people my-job",
            "labelrace people my-job --format csv > names.csv",
            "labelrace people my-job --aliases names.csv --group teams.csv",
        ],
    },
    Brief {
        command: "jobs",
        flags: Some(&["time-zone", "parallel", "strict", "format"]),
        examples: [
            "labelrace jobs s3://my-bucket/out/",
            "labelrace jobs . --format csv",
            "labelrace jobs exports/ --time-zone Europe/Berlin",
        ],
    },
    Brief {
        command: "fleet",
        flags: Some(&[
            "time-zone",
            "aliases",
            "size",
            "duration",
            "theme",
            "output",
            "at-once",
            "dry-run",
            "json",
        ]),
        examples: [
            "labelrace fleet s3://my-bucket/out/ --dry-run",
            "labelrace fleet jobs/ -o films --at-once 3",
            "labelrace fleet s3://my-bucket/out/ -o s3://my-films/morning --json",
        ],
    },
    Brief {
        command: "demo",
        flags: Some(&["size", "duration", "top", "title", "theme", "quality", "output", "open"]),
        examples: [
            "labelrace demo --open",
            "labelrace demo --theme dark --size phone -o phone.mp4",
            "labelrace demo --duration 10s --opening none",
        ],
    },
    Brief {
        command: "sample",
        flags: None,
        examples: [
            "labelrace sample my-job",
            "labelrace sample my-job --workers 30 --objects 5000 --days 20",
            "labelrace sample my-job && labelrace render my-job",
        ],
    },
    Brief {
        command: "send",
        flags: Some(&[
            "kind",
            "audience",
            "force",
            "since",
            "time-zone",
            "aliases",
            "theme",
            "bucket",
            "topic-arn",
            "print-mail",
            "dry-run",
        ]),
        examples: [
            "labelrace send s3://my-bucket/out/my-job/ --bucket films --dry-run",
            "labelrace send s3://my-bucket/out/my-job/ --bucket films --kind daily --print-mail",
            "labelrace send s3://my-bucket/out/my-job/ --bucket films --kind once --json",
        ],
    },
];

/// The flags of all commands, which stand in the help of the program.
pub(super) const OF_ALL: [&str; 4] = ["quiet", "verbose", "progress", "help"];

/// The program, with a short help for each command that has many flags.
pub(super) fn shortened(program: Command) -> Command {
    let mut program = program;
    for Brief { command, flags, examples } in BRIEFS {
        if program.find_subcommand(command).is_none() {
            continue;
        }
        program = program.mut_subcommand(command, |command| {
            let mut n_hidden = 0;
            let command = command.mut_args(|arg| {
                let is_shown = |long: &str| flags.is_none_or(|flags| flags.contains(&long));
                let is_hidden = arg.get_long().is_some_and(|long| !is_shown(long));
                n_hidden += usize::from(is_hidden && !arg.is_hide_set());
                arg.hide_short_help(is_hidden)
            });
            let examples = format!("Examples:\n  {}", examples.join("\n  "));
            let name = command.get_name().to_owned();
            let more = format!("{n_hidden} more settings: labelrace {name} --help");
            let short = if 0 < n_hidden { format!("{examples}\n\n{more}") } else { examples.clone() };
            let long = format!("{examples}\n\nSettings can also stand in variables and in labelrace.toml: see labelrace settings");
            command.after_help(short).after_long_help(long)
        });
    }
    program
}

/// What the program says where nobody says what to do.
pub(crate) const START: &str = "\
labelrace makes bar chart races of Amazon SageMaker Ground Truth labeling jobs: who labeled how much, as a film.

Start with one of these:

  labelrace demo --open        makes the film of an invented job, and shows it
  labelrace jobs FOLDER        lists the labeling jobs in a folder, or below s3://bucket/prefix/
  labelrace render SOURCE      makes the film of a job in a folder, or at s3://bucket/prefix/job-name/

labelrace -h lists all commands, and labelrace render -h the settings that people ask for most.
";
