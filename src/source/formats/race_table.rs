//! Tables that are a race already: who had how many at which time.
//!
//! They have a column for each person (and a row for each time), a row for each person (and a column for each time),
//! or a row for each number. None of them says whether a number is the sum so far or what was added: if it never
//! falls for anybody, it is the sum. Between two times a bar grows evenly, in steps of a day or more.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::{DateTime, Datelike, Months, NaiveDate, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use csv::StringRecord;

use super::{
    columns::{is_time, is_worker, plain},
    format::{Contents, FileFacts, Format, Read},
    table_time::{self, SlashedDates},
};
use crate::source::{
    answer::{Submission, WorkerId},
    options::DateOrder,
    sheet,
    skipped::{Reason, Skip},
};

/// A race as CSV or TSV. Any table of measurements looks like one, so it is read only if it was named itself.
pub static FORMAT: Format = Format {
    tool: "a table",
    give: Some("a table of a race (a column or a row for each person, or a row for each number)"),
    counts: "each number, as the sum so far if it never falls for anybody, or else as what was added.",
    rests_on: "the tables that other makers of races take",
    head: |head| {
        let rows: Vec<StringRecord> =
            sheet::first_rows(head.bytes).into_iter().map(|row| row.cells).collect();
        // In a long file the last row of the beginning may be cut off.
        let n_whole = rows.len().saturating_sub(usize::from(LONG <= head.bytes.len()));
        let whole = &rows[..n_whole.min(MOST_LOOKED_AT)];
        RaceLayout::of(whole).is_some()
    },
    loose: None,
    read: Read::Whole(read),
    ..Format::OF_ANOTHER_TOOL
};

/// A shorter beginning, in bytes, is the whole file.
const LONG: usize = 32 << 10;

/// So many rows tell the layout of a table.
const MOST_LOOKED_AT: usize = 200;

/// The most steps of a whole race; where more would be needed for one a day, steps are longer.
const MOST_STEPS: usize = 200_000;

/// Columns of names beside those of workers, and of times beside those of answers.
const NAMES: [&str; 8] = ["name", "player", "team", "country", "person", "label", "category", "entity"];
const PERIODS: [&str; 6] = ["year", "month", "week", "day", "time", "period"];

/// Where in a table times, names and numbers are.
#[derive(Clone, Debug, Eq, PartialEq)]
enum RaceLayout {
    /// A row for each time, and a column for each name.
    Wide { time: usize, names: Vec<usize> },
    /// A row for each name, and a column for each time.
    Turned { name: usize, times: Vec<usize> },
    /// A row for each number.
    Long { time: usize, name: usize, value: usize },
}

impl RaceLayout {
    /// The layout of these rows, of which the first is the header; `None` if they are no race.
    fn of(rows: &[StringRecord]) -> Option<Self> {
        let (header, body) = rows.split_first()?;
        let columns: Vec<usize> =
            (0..header.len()).filter(|&n| !cell(header, n).is_empty() || n == 0).collect();
        let all = |column: usize, is: &dyn Fn(&str) -> bool| {
            let mut cells =
                body.iter().map(|row| cell(row, column)).filter(|text| !text.is_empty()).peekable();
            cells.peek().is_some() && cells.all(is)
        };
        let is_number = |text: &str| number(text).is_some();
        let times: Vec<usize> =
            columns.iter().copied().filter(|&n| 0 < n && looks_like_time(cell(header, n))).collect();
        if 2 <= times.len()
            && times.iter().all(|&n| all(n, &is_number) || body.iter().all(|row| cell(row, n).is_empty()))
        {
            let name = columns.iter().copied().find(|n| !times.contains(n))?;
            return (!body.is_empty()).then_some(Self::Turned { name, times });
        }
        let is_called = |n: usize, names: &[&str]| names.contains(&plain(cell(header, n)).as_str());
        let is_time = |n: &usize| {
            (is_called(*n, &PERIODS) || is_time(cell(header, *n)) || *n == 0) && all(*n, &looks_like_time)
        };
        // By its name first: the first column may be years, or a running number.
        let time = columns
            .iter()
            .copied()
            .filter(is_time)
            .max_by_key(|&n| (n != 0 || is_called(n, &PERIODS), std::cmp::Reverse(n)))?;
        let others: Vec<usize> = columns.iter().copied().filter(|&n| n != time).collect();
        // The ids of people may be numbers, the names of a race are not.
        let is_name =
            |n: &usize| is_worker(cell(header, *n)) || is_called(*n, &NAMES) && !all(*n, &is_number);
        let name = others.iter().copied().find(is_name);
        let is_value = |n: &usize| Some(*n) != name && all(*n, &is_number);
        let numbers: Vec<usize> = others.iter().copied().filter(is_value).collect();
        if let Some(name) = name {
            // With more than one column of numbers nobody knows which is meant.
            return match numbers[..] {
                [value] => Some(Self::Long { time, name, value }),
                _ => None,
            };
        }
        let is_all_numbers =
            others.iter().all(|n| numbers.contains(n) || body.iter().all(|row| cell(row, *n).is_empty()));
        (is_all_numbers && !numbers.is_empty() && 2 <= body.len())
            .then_some(Self::Wide { time, names: others })
    }
}

/// What is in a cell; nothing where it says that there is nothing.
fn cell(row: &StringRecord, column: usize) -> &str {
    let text = row.get(column).unwrap_or_default().trim();
    if matches!(text, "NA" | "NaN" | "null" | "-") { "" } else { text }
}

/// A number as tables have it, perhaps with commas between thousands.
fn number(text: &str) -> Option<f64> {
    let is_grouped = text.contains(',')
        && text
            .split(',')
            .skip(1)
            .all(|group| group.split('.').next().is_some_and(|digits| digits.len() == 3));
    let text = if is_grouped { text.replace(',', "") } else { text.to_owned() };
    let is_plain =
        text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+' | b'e' | b'E'));
    text.parse().ok().filter(|number: &f64| is_plain && number.is_finite())
}

fn looks_like_time(text: &str) -> bool {
    [DateOrder::MonthFirst, DateOrder::DayFirst].iter().any(|&order| time_of(text, order, Tz::UTC).is_some())
}

/// A time; a year or a month is its last day, since its number is that at its end.
fn time_of(text: &str, order: DateOrder, zone: Tz) -> Option<DateTime<Utc>> {
    if let Some(found) = table_time::parse(text, order, zone) {
        return Some(found.time);
    }
    let end = |first: Option<NaiveDate>, months: u32| {
        let last = first?.checked_add_months(Months::new(months))?.pred_opt()?;
        zone.from_local_datetime(&last.and_hms_opt(12, 0, 0)?).earliest().map(|time| time.to_utc())
    };
    if text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        let year = text.parse().ok().filter(|year| (1000..=2999).contains(year))?;
        return end(NaiveDate::from_ymd_opt(year, 1, 1), 12);
    }
    let months = ["%Y-%m-%d", "%Y/%m-%d", "%b %Y-%d", "%B %Y-%d"];
    let dated = format!("{text}-1");
    let first = months.iter().find_map(|form| NaiveDate::parse_from_str(&dated, form).ok())?;
    (1000..=2999).contains(&first.year()).then(|| end(Some(first), 1)).flatten()
}

/// The numbers of each name by time.
type RaceNumbers = BTreeMap<String, BTreeMap<DateTime<Utc>, f64>>;

fn read(bytes: &[u8], facts: &FileFacts) -> Result<Contents, Skip> {
    let wrong = |why: &str| Skip::new(Reason::WrongShape, why);
    let text = sheet::text(bytes).map_err(|error| wrong(&error.to_string()))?;
    let mut rows = Vec::new();
    for row in sheet::rows(&text) {
        rows.push(row.map_err(|error| wrong(&error.to_string()))?.cells);
    }
    // What comes late may be anything: a sum, a remark.
    let layout = RaceLayout::of(&rows[..rows.len().min(MOST_LOOKED_AT)]).ok_or_else(|| wrong("no race"))?;
    let mut contents = Contents { tells_no_objects: true, tells_no_tasks: true, ..Contents::default() };
    let numbers = numbers(&layout, &rows, facts, &mut contents)?;
    let is_sum = numbers.values().all(|of| of.values().is_sorted());
    contents.note = Some(
        if is_sum {
            "a race table; its numbers never fall, so they are the sums so far"
        } else {
            "a race table; its numbers fall at times, so they are what was added"
        }
        .to_owned(),
    );
    let n_numbers: usize = numbers.values().map(BTreeMap::len).sum();
    for (name, of) in &numbers {
        let Some(worker) = WorkerId::new(name) else {
            contents.skipped.push(wrong("a number without a name"));
            continue;
        };
        contents.names.insert(worker.clone(), name.clone());
        steps(&worker, of, is_sum, (MOST_STEPS / n_numbers.max(1)).max(1), &mut contents);
    }
    Ok(contents)
}

fn numbers(
    layout: &RaceLayout,
    rows: &[StringRecord],
    facts: &FileFacts,
    contents: &mut Contents,
) -> Result<RaceNumbers, Skip> {
    let Some((header, body)) = rows.split_first() else { return Ok(RaceNumbers::new()) };
    let mut cells: Vec<(&str, &str, &str)> = Vec::new();
    for row in body {
        match layout {
            RaceLayout::Wide { time, names } => {
                cells.extend(names.iter().map(|&n| (cell(row, *time), cell(header, n), cell(row, n))));
            }
            RaceLayout::Turned { name, times } => {
                cells.extend(times.iter().map(|&n| (cell(header, n), cell(row, *name), cell(row, n))));
            }
            RaceLayout::Long { time, name, value } => {
                cells.push((cell(row, *time), cell(row, *name), cell(row, *value)));
            }
        }
    }
    let mut slashed = SlashedDates::default();
    let times: BTreeSet<&str> = cells.iter().map(|(time, ..)| *time).collect();
    for time in &times {
        slashed.see(time);
    }
    let Some(order) = facts.tables.date_order.or(slashed.order().ok()) else {
        let detail = "its dates may have the month or the day first: say which with --date-order";
        return Err(Skip::new(Reason::BadTime, detail));
    };
    let times = times.into_iter().filter_map(|text| Some((text, time_of(text, order, facts.tables.zone)?)));
    let times: BTreeMap<&str, DateTime<Utc>> = times.collect();
    let mut numbers = RaceNumbers::new();
    // Nothing in a cell means that there is no number yet.
    for (time, name, value) in cells.into_iter().filter(|(.., value)| !value.is_empty()) {
        match (times.get(time), number(value)) {
            (Some(&time), Some(number)) => {
                numbers.entry(name.to_owned()).or_default().insert(time, number);
            }
            (None, _) => contents.skipped.push(Skip::new(Reason::BadTime, "a number without a time")),
            (_, None) => contents.skipped.push(Skip::new(Reason::WrongShape, "a cell that is no number")),
        }
    }
    Ok(numbers)
}

/// What one name gets, and when. From one time to the next it grows evenly, in at most `most` steps.
fn steps(
    worker: &WorkerId,
    numbers: &BTreeMap<DateTime<Utc>, f64>,
    is_sum: bool,
    most: usize,
    contents: &mut Contents,
) {
    let mut before: Option<(DateTime<Utc>, f64)> = None;
    for (&time, &number) in numbers {
        let (from, sum_before) = before.unwrap_or((time, 0.0));
        let sum = if is_sum { number } else { sum_before + number };
        if sum < sum_before {
            contents.skipped.push(Skip::new(Reason::WrongShape, "a number below 0"));
            continue;
        }
        let days = usize::try_from((time - from).num_days()).unwrap_or(0);
        let n_steps = i32::try_from(days.clamp(1, most)).unwrap_or(1);
        for n in 1..=n_steps {
            // The last one comes at its time, not a little before.
            let [begin, end] = [n - 1, n].map(|n| match n {
                n if n == n_steps => whole(sum),
                n => {
                    let part = f64::from(n) / f64::from(n_steps);
                    whole((sum_before + part * (sum - sum_before)).floor()).max(whole(sum_before))
                }
            });
            let passed = TimeDelta::milliseconds((time - from).num_milliseconds() / i64::from(n_steps));
            let at = if n == n_steps { time } else { from + passed * n };
            let Ok(labels) = u32::try_from(end.saturating_sub(begin)) else {
                contents.skipped.push(Skip::new(Reason::WrongShape, "a number above 4 thousand million"));
                continue;
            };
            // At its first time somebody is there, also with nothing.
            if 0 < labels || before.is_none() {
                let id = Arc::from(contents.answers.len().to_string());
                let worker_id = Some(worker.clone());
                let submission = Submission { worker_id, labels, inside: None, ..Submission::new(at) };
                contents.answers.push((id, submission));
            }
        }
        before = Some((time, sum));
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a float cast saturates")]
fn whole(number: f64) -> u64 {
    number.round() as u64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::source::formats::head::FileHead;

    fn layout(text: &str) -> Option<RaceLayout> {
        let rows: Vec<StringRecord> = sheet::rows(text).map(|row| row.unwrap().cells).collect();
        RaceLayout::of(&rows)
    }

    fn read(text: &str) -> Contents {
        super::read(text.as_bytes(), &FileFacts::new("2026-01-01T00:00:00Z".parse().unwrap())).unwrap()
    }

    /// Each name with its sum.
    fn sums(contents: &Contents) -> BTreeMap<String, u64> {
        let mut sums = BTreeMap::new();
        for (_, submission) in &contents.answers {
            let worker = submission.worker_id.as_ref().unwrap().to_string();
            *sums.entry(worker).or_default() += u64::from(submission.labels);
        }
        sums
    }

    const WIDE: &str = "date,Ann,Bo\n2020-03-01,1,\n2020-03-02,3,2\n2020-03-05,6,8\n";
    const TURNED: &str = "Name,2020-03-01,2020-03-02,2020-03-05\nAnn,1,3,6\nBo,,2,8\n";
    const LONG: &str = "name,date,n\nAnn,2020-03-01,1\nAnn,2020-03-02,3\nBo,2020-03-02,2\nAnn,2020-03-05,6\nBo,2020-03-05,8\n";

    #[test]
    fn three_layouts_are_one_race() {
        let expected = [("Ann".to_owned(), 6), ("Bo".to_owned(), 8)].into();
        for text in [WIDE, TURNED, LONG] {
            assert!((FORMAT.head)(&FileHead::new(text.as_bytes())), "{text}");
            let contents = read(text);
            assert_eq!(sums(&contents), expected, "{text}");
            assert!(contents.note.as_deref().unwrap().contains("sums so far"));
            let mut times: Vec<String> = contents
                .answers
                .iter()
                .map(|(_, answer)| answer.submitted.format("%d").to_string())
                .collect();
            times.sort();
            assert_eq!(times, ["01", "02", "02", "03", "03", "04", "04", "05", "05"], "{text}");
        }
    }

    #[test]
    fn numbers_that_fall_are_additions() {
        let contents = read("year,hr,name\n1998,70,Mark\n1999,65,Mark\n1998,66,Sam\n2000,-1,Sam\n");
        assert_eq!(sums(&contents), [("Mark".to_owned(), 135), ("Sam".to_owned(), 66)].into());
        assert!(contents.note.as_deref().unwrap().contains("what was added"));
        assert_eq!(contents.skipped.len(), 1, "nothing is taken away");
        let last = contents.answers.iter().map(|(_, answer)| answer.submitted).max().unwrap();
        assert_eq!(last.to_rfc3339(), "1999-12-31T12:00:00+00:00");
    }

    #[test]
    fn what_is_no_race_is_left_to_others() {
        for text in [
            "",
            "a,b\n1,2\n",
            "date,name,value\n2020-01-01,Ann,x\n",
            "date,Ann\nsoon,1\nlater,2\n",
            "date,name,a,b\n2020-01-01,Ann,1,2\n2020-01-02,Bo,1,2\n",
        ] {
            assert_eq!(layout(text), None, "{text}");
        }
        assert_eq!(layout("year,Ann\n2019,1\n2020,2\n"), Some(RaceLayout::Wide { time: 0, names: vec![1] }));
        assert_eq!(
            layout(",Ann\n2019-02,\"1,000\"\n2019-03,2.5\n"),
            Some(RaceLayout::Wide { time: 0, names: vec![1] })
        );
    }

    proptest! {
        #[test]
        fn any_table_is_a_race_or_none(text in "[ab,;\n0-9.\\-\"/ ]{0,200}", rest in "\\PC{0,60}") {
            for text in [format!("date,a,b\n{text}"), format!("name,2020,2021\n{text}{rest}"), rest] {
                let _ = (FORMAT.head)(&FileHead::new(text.as_bytes()));
                let _ = super::read(text.as_bytes(), &FileFacts::new(Utc::now()));
            }
        }

        #[test]
        fn cells_without_a_number_cost_only_themselves(
            numbers in proptest::collection::vec(proptest::option::of(0u32..1000), 2..40),
            nothing in "(|NA|NaN|null|-)",
            late in "[a-z]{1,9}",
        ) {
            let start = NaiveDate::from_ymd_opt(2001, 1, 1).unwrap();
            let mut text = "date,Ann,Bo\n".to_owned();
            // So many rows tell the layout; what comes after them may be a remark.
            let n_rows = i64::try_from(MOST_LOOKED_AT).unwrap();
            for n in 0..n_rows {
                let place = usize::try_from(n).unwrap();
                let cell = numbers.get(place).map_or("1".to_owned(), |number| {
                    number.map_or_else(|| nothing.clone(), |number| number.to_string())
                });
                text.extend([format!("{},{cell},0\n", start + TimeDelta::days(n))]);
            }
            text.extend([format!("{late},5,\n{},{late},\n", start + TimeDelta::days(n_rows))]);
            let contents = read(&text);
            let known: Vec<u32> = numbers.iter().copied().chain((numbers.len()..MOST_LOOKED_AT).map(|_| Some(1))).flatten().collect();
            let sum = if known.is_sorted() { known[known.len() - 1] } else { known.iter().sum() };
            prop_assert_eq!(super::tests::sums(&contents)["Ann"], u64::from(sum));
            prop_assert_eq!(contents.skipped.len(), 2);
        }

        #[test]
        fn whatever_is_counted_adds_up(sums in proptest::collection::vec(0u32..100_000, 2..12), gap in 1i64..900) {
            let mut sorted = sums.clone();
            sorted.sort_unstable();
            let start = NaiveDate::from_ymd_opt(2001, 1, 1).unwrap();
            let mut text = "date,Ann,Bo\n".to_owned();
            let row = |(n, sum): (i64, &u32)| format!("{},{sum},1\n", start + TimeDelta::days(gap * n));
            text.extend((0..).zip(&sorted).map(row));
            let contents = read(&text);
            prop_assert_eq!(super::tests::sums(&contents)["Ann"], u64::from(sorted[sorted.len() - 1]));
            prop_assert!(contents.answers.len() <= 2 * MOST_STEPS);
        }
    }
}
