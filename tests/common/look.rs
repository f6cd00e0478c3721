//! Looks of small films.

use labelrace::{
    locale::Unit,
    render::{
        scene::{Captions, CountedBy, Fact, Headline, Look},
        style::Theme,
    },
};

/// What is written around a race of boxes.
pub(crate) fn captions() -> Captions {
    let fact = |large: &str, small: &str| Fact { large: large.into(), small: small.into() };
    Captions {
        title: "Boxes".into(),
        subtitle: "2 Feb".into(),
        counted_by: CountedBy::Teams,
        what: Unit::Labels,
        footer: "As of now".into(),
        headline: Headline {
            news: "Monday: 31 labels".into(),
            more: "best day so far".into(),
            standing: "2 Feb · 31 labels by 3 people".into(),
        },
        summary: vec![fact("31", "labels"), fact("3", "people"), fact("", "2 Feb 2026")],
    }
}

/// A look with the embedded faces and nothing that has to be asked for.
pub(crate) fn look(size: &str, theme: Theme) -> Look {
    Look { size: size.parse().expect("a size"), theme, captions: captions(), ..Look::default() }
}
