//! How the regulation words its clauses: as the version that holds says, else as it is built in.

use contract::Text;
use contract::document::{DocumentKind, DocumentSection, DocumentState, Heading, Prose};
use diesel::prelude::*;

use crate::db::AnyConn;
use crate::db::schema::{document_versions as v, documents as d};
use crate::db::words::word;
use crate::problem::{Answer, internal};
use crate::regulation::clauses::CHAPTERS;

/// Every clause, headed by its number and chapter.
pub fn built_in() -> Vec<DocumentSection> {
    let chapters = CHAPTERS.iter();
    let sections = chapters.flat_map(|chapter| {
        let section = |(clause, duty): &(&'static str, Text)| DocumentSection {
            clause: Some((*clause).to_owned()),
            heading: heading(clause, &chapter.title),
            text: Prose {
                zh_hant: duty.hant.to_owned(),
                zh_hans: duty.hans.to_owned(),
                en: duty.en.to_owned(),
            },
        };
        chapter.clauses.iter().map(section).collect::<Vec<_>>()
    });
    sections.collect()
}

fn heading(clause: &str, chapter: &Text) -> Heading {
    let headed = |title: &str| format!("{clause} {title}");
    Heading {
        zh_hant: headed(chapter.hant),
        zh_hans: headed(chapter.hans),
        en: headed(chapter.en),
    }
}

/// The clauses that a version of the regulation doesn't word, or words twice.
pub fn amiss(sections: &[DocumentSection]) -> Vec<&'static str> {
    let clauses = CHAPTERS.iter().flat_map(|chapter| chapter.clauses);
    let times = |clause: &str| {
        let words = |section: &&DocumentSection| section.clause.as_deref() == Some(clause);
        sections.iter().filter(words).count()
    };
    clauses
        .map(|(clause, _)| *clause)
        .filter(|clause| times(clause) != 1)
        .collect()
}

/// What the regulation that holds says of a clause; none before a version was published. It is everybody's to read.
pub fn of_clause(conn: &mut AnyConn, clause: &str) -> Answer<Option<DocumentSection>> {
    let held: Option<String> = v::table
        .inner_join(d::table.on(d::id.eq(v::document_id)))
        .filter(d::kind.eq(word(&DocumentKind::Regulation)))
        .filter(v::state.eq(word(&DocumentState::Current)))
        .select(v::sections)
        .first(conn)
        .optional()?;
    let Some(held) = held else { return Ok(None) };
    let sections: Vec<DocumentSection> = serde_json::from_str(&held).map_err(internal)?;
    let mut words = sections.into_iter();
    Ok(words.find(|section| section.clause.as_deref() == Some(clause)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_wording_is_whole_and_a_clause_left_out_or_said_twice_is_named() {
        let mut sections = built_in();
        assert!(amiss(&sections).is_empty());
        let gone = sections.remove(3);
        assert_eq!(amiss(&sections), [gone.clause.clone().unwrap()]);
        sections.push(gone.clone());
        sections.push(gone.clone());
        assert_eq!(amiss(&sections), [gone.clause.unwrap()]);
    }
}
