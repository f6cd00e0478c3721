//! The table of the page: everybody who is named, and one row for all others.

use maud::{Markup, html};

use super::{
    model::FilmPage,
    standings::{PageRow, part},
};
use crate::locale::{PagePhrase, PageWord, Phrase, beginning, plain::cell};

/// How many rows of the table are printed. The styles say the same.
const PRINTED: usize = 12;

impl FilmPage<'_> {
    pub(super) fn standings(&self) -> Markup {
        let standings = &self.numbers.standings;
        let column = |word: &str, is_name: bool| {
            html! {
                th scope="col" class=[is_name.then_some("name")] {
                    button type="button" { (word) }
                }
            }
        };
        let printed = self.locale.say_on_page(PagePhrase::FirstRows(PRINTED as u64));
        html! {
            section.standings aria-labelledby="standings" {
                div.title {
                    h2 id="standings" { (self.word(PageWord::Standings)) }
                    button.copy type="button" { (self.word(PageWord::Copy)) }
                    span.copied role="status" {}
                }
                div.scroll tabindex="0" role="region" aria-label=(self.word(PageWord::Table)) {
                    table id="table" {
                        caption { (self.word(PageWord::Sort)) }
                        thead {
                            tr {
                                th scope="col" aria-sort="ascending" {
                                    button type="button" { (self.word(PageWord::Place)) }
                                }
                                (column(&self.word(PageWord::Name), true))
                                (column(&self.counted(), false))
                                (column(&self.word(PageWord::Share), false))
                                (column(&self.word(PageWord::LastWeek), false))
                                (column(&self.word(PageWord::BestDay), false))
                            }
                        }
                        tbody {
                            @for (n, row) in standings.rows.iter().enumerate() { (self.row(n, row)) }
                        }
                        @if let Some(rest) = standings.rest {
                            tfoot {
                                tr {
                                    td data-v="" {}
                                    th scope="row" data-v=(self.others(rest.people)) { (self.others(rest.people)) }
                                    td data-v=(rest.labels) { (self.locale.number(rest.labels)) }
                                    @let share = part(rest.labels, self.numbers.total);
                                    td data-v={ (format!("{share:.4}")) } { (self.locale.percent(share)) }
                                    td data-v="" {}
                                    td data-v="" {}
                                }
                            }
                        }
                    }
                }
                @if PRINTED < standings.rows.len() { p.on-paper { (printed) } }
            }
        }
    }

    /// `everyone else (30)`, without the number where it may not be told.
    fn others(&self, people: Option<usize>) -> String {
        let words = self.locale.say(Phrase::EveryoneElse(people.unwrap_or(0) as u64));
        let words =
            if people.is_none() { words.split(['(', '（']).next().unwrap_or_default() } else { &words };
        beginning(words.trim())
    }

    fn row(&self, n: usize, row: &PageRow) -> Markup {
        let has_line = n < self.numbers.colors.len();
        let best = row.best_day.map(|best| {
            let locale = self.locale;
            (best.labels, format!("{} ({})", locale.number(best.labels), locale.day(best.from)))
        });
        html! {
            tr {
                td data-v=(row.place) { (self.locale.number(row.place as u64)) }
                th scope="row" data-v=(cell(&row.name))
                    class=[has_line.then(|| format!("line-{n}"))] {
                    i {} bdi { (row.name) }
                }
                td data-v=(row.labels) { (self.locale.number(row.labels)) }
                td data-v={ (format!("{:.4}", row.share)) } { (self.locale.percent(row.share)) }
                td data-v=(row.last_week) { (self.locale.number(row.last_week)) }
                @match best {
                    Some((labels, words)) => td data-v=(labels) { (words) },
                    None => td data-v="0" { "–" },
                }
            }
        }
    }
}
