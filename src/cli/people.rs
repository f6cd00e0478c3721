//! The listing of people: what an owner needs to write an alias file.

use std::io::Write;

use chrono::NaiveDate;
use labelrace::{
    locale::plain::cell,
    locale::thousands,
    people::{Person, PoolUser, presentable},
    run::PersonLine,
};
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use super::args::PeopleFormat;

#[derive(Serialize)]
struct PersonOut<'a> {
    id: &'a str,
    name: &'a str,
    from: &'static str,
    labels: u64,
    first: Option<NaiveDate>,
    last: Option<NaiveDate>,
    /// What the person signs in with, only where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    username: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
}

/// Everybody; with what they sign in with where `users` are given, who were read for that.
pub(crate) fn print(
    lines: &[PersonLine<'_>],
    users: Option<&[PoolUser]>,
    format: PeopleFormat,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    let of = |person: &Person, what: &dyn Fn(&PoolUser) -> Option<&str>| {
        users.map(|users| {
            let theirs = users.iter().filter(|user| is(user, person)).filter_map(what);
            theirs.map(presentable).collect::<Vec<_>>().join(" ")
        })
    };
    let people: Vec<PersonOut<'_>> = lines
        .iter()
        .map(|line| PersonOut {
            id: line.person.id.as_str(),
            name: &line.person.name,
            from: line.person.origin.map_or("", Into::into),
            labels: line.labels,
            first: line.days.map(|(first, _)| first),
            last: line.days.map(|(_, last)| last),
            username: of(line.person, &|user| Some(&user.username)),
            email: of(line.person, &|user| user.attributes.get("email").map(String::as_str)),
        })
        .collect();
    match format {
        PeopleFormat::Csv => {
            let mut csv = csv::Writer::from_writer(&mut *out);
            let text = |text: &String| cell(text).into_owned();
            for person in people {
                let (username, email) = (person.username.as_ref().map(text), person.email.as_ref().map(text));
                csv.serialize(PersonOut {
                    id: &cell(person.id),
                    name: &cell(person.name),
                    username,
                    email,
                    ..person
                })?;
            }
            csv.flush()?;
        }
        PeopleFormat::Json => {
            serde_json::to_writer(&mut *out, &people)?;
            writeln!(out)?;
        }
        PeopleFormat::Table => table(&people, out)?,
    }
    Ok(out.flush()?)
}

/// Whether a user of a pool is this person.
fn is(user: &PoolUser, person: &Person) -> bool {
    user.sub.as_ref().is_some_and(|sub| *sub == person.id || person.others.contains(sub))
}

fn table(people: &[PersonOut<'_>], out: &mut impl Write) -> anyhow::Result<()> {
    let day = |day: Option<NaiveDate>| day.map_or_else(|| "-".to_owned(), |day| day.to_string());
    let row = |person: &PersonOut<'_>| {
        let mut row = vec![
            presentable(person.id),
            person.name.to_owned(),
            person.from.to_owned(),
            thousands(person.labels),
            day(person.first),
            day(person.last),
        ];
        row.extend([&person.username, &person.email].into_iter().flatten().cloned());
        row
    };
    let mut head = vec!["id", "name", "from", "labels", "first", "last"];
    if people.iter().any(|person| person.username.is_some()) {
        head.extend(["username", "email"]);
    }
    let head: Vec<String> = head.into_iter().map(str::to_owned).collect();
    let rows: Vec<Vec<String>> = std::iter::once(head).chain(people.iter().map(row)).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].width()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..rows[0].len()).map(width).collect();
    for row in &rows {
        let cells = row.iter().zip(&widths).enumerate().map(|(column, (cell, width))| {
            let gap = " ".repeat(width - cell.width());
            // Numbers end in one column, words begin in one.
            if column == LABELS { gap + cell } else { format!("{cell}{gap}") }
        });
        writeln!(out, "{}", cells.collect::<Vec<_>>().join("  ").trim_end())?;
    }
    Ok(())
}

/// The column of a number.
const LABELS: usize = 3;
