//! Agreement as it is printed: for people, or as JSON. It is about the team, and never about one person.

use std::io::Write;

use labelrace::{
    locale::{counted, thousands},
    people::presentable,
    stats::{Agreement, Alpha, ConfusedPair},
};

use super::{args::TextFormat, tables::text_or_json};

/// So many objects are named in the text.
const NAMED: usize = 10;

/// How far people agree.
pub(crate) fn print(
    job: &str,
    agreement: &Agreement,
    format: TextFormat,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    let mut json = serde_json::to_value(agreement)?;
    json["job"] = job.into();
    text_or_json(format, || text(job, agreement), &json, out)
}

fn shown(alpha: &Alpha) -> String {
    format!("{:.2} [{:.2} to {:.2}]", alpha.alpha, alpha.low, alpha.high)
}

fn text(job: &str, agreement: &Agreement) -> String {
    let Agreement { answers, people, classes, objects, alpha, lacking, weeks, disagreed, confused, .. } =
        agreement;
    let mut lines = vec![format!(
        "{}: {} with a class, by {}, in {}",
        presentable(job),
        counted(*answers, "answer", "answers"),
        counted(*people as u64, "person", "people"),
        counted(*classes as u64, "class", "classes")
    )];
    lines.push(String::new());
    if let Some(lacking) = lacking {
        lines.extend(textwrap::wrap(lacking.sentence(), 78).into_iter().map(String::from));
        return lines.join("\n") + "\n";
    }
    if let Some(alpha) = alpha {
        let on = counted(*objects, "object", "objects");
        lines.push(format!("  Agreement (Krippendorff's alpha)   {} on {on}", shown(alpha)));
    }
    for week in weeks {
        let alpha = week.alpha.as_ref().map_or_else(|| "one class only".to_owned(), shown);
        let on = counted(week.objects, "object", "objects");
        lines.push(format!("  Week from {}               {alpha} on {on}", week.week));
    }
    lines.push(String::new());
    let with_one =
        format!("  Objects on which all disagree      {} of {}", thousands(*disagreed), thousands(*objects));
    lines.push(with_one);
    for object in agreement.disagreed_objects.iter().take(NAMED) {
        let classes = object.classes.iter().map(|class| presentable(class)).collect::<Vec<_>>().join(" / ");
        lines.push(format!("    {}: {classes}", presentable(&object.object)));
    }
    if NAMED < agreement.disagreed_objects.len() {
        lines.push("    ... (--format json lists up to 100)".to_owned());
    }
    if let Some(ConfusedPair { classes: [one, other], share, .. }) = confused.first() {
        lines.push(format!(
            "  Most confused pair                 {} / {} ({:.0}% of disagreements)",
            presentable(one),
            presentable(other),
            100.0 * share,
        ));
    }
    lines.join("\n") + "\n"
}
