//! A document is set up, entitled anew, withdrawn.

use chrono::{Months, NaiveDate};
use contract::document::{Document, DocumentKind, DocumentPatch, DocumentState, NewDocument};
use contract::{Code, document};
use diesel::prelude::*;
use uuid::Uuid;

use super::store::{Row, insert, mine, save, shown, writes};
use crate::access::Grant;
use crate::clock::{self, local_date};
use crate::db::schema::{document_versions as v, documents as d};
use crate::db::types::g;
use crate::db::words::word;
use crate::db::{Tx, hold};
use crate::http::perform::fresh;
use crate::organization::settings;
use crate::problem::{Answer, Refusal};

pub fn create(tx: &mut Tx, grant: &Grant, new: &NewDocument) -> Answer<Document> {
    let clause = new.kind.clause();
    if new.kind == DocumentKind::Regulation && new.field.is_some() {
        return Err(Refusal::new(Code::Invalid).clause(clause).at("/field"));
    }
    practised(new.kind, new.drill_months)?;
    if !writes(grant, new.field) {
        return Err(grant.beyond().clause(clause));
    }
    if new.kind == DocumentKind::Regulation {
        let one: i64 = d::table
            .filter(d::kind.eq(word(&new.kind)))
            .count()
            .get_result(tx.conn)?;
        if one > 0 {
            let there = Refusal::new(Code::DocumentExists);
            return Err(there.clause(clause).at("/kind"));
        }
    }
    let now = grant.acting.now;
    let document::Heading {
        zh_hant,
        zh_hans,
        en,
    } = new.title.clone();
    let made = Row {
        id: clock::new_id(),
        kind: word(&new.kind),
        title_zh_hant: zh_hant,
        title_zh_hans: zh_hans,
        title_en: en,
        field: new.field.as_ref().map(word),
        review_months: new.review_months,
        review_on: None,
        drill_months: new.drill_months,
        active: true,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    insert(tx, &made)?;
    made.record("document.created")?
        .change("kind", (), &made.kind)
        .change("title", (), made.title())
        .change("field", (), &made.field)
        .change("review_months", (), made.review_months)
        .change("drill_months", (), made.drill_months)
        .write(tx, &grant.acting);
    shown(tx.conn, grant, made)
}

/// Only an emergency is practised.
fn practised(kind: DocumentKind, months: Option<i64>) -> Answer<()> {
    if kind == DocumentKind::EmergencyPlan || months.is_none() {
        return Ok(());
    }
    let odd = Refusal::new(Code::Invalid).clause(kind.clause());
    Err(odd.at("/drill_months"))
}

/// So many months after the version that holds was published.
pub fn review_on(published: Option<NaiveDate>, months: Option<i64>) -> Option<NaiveDate> {
    let months = Months::new(u32::try_from(months?).ok()?);
    published?.checked_add_months(months)
}

pub fn update(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    patch: &DocumentPatch,
    known: i64,
) -> Answer<Document> {
    mine(tx.conn, grant, id)?;
    hold(tx.conn, "documents", &[id], "FOR UPDATE")?;
    let old = mine(tx.conn, grant, id)?;
    fresh(known, old.version)?;
    let mut new = old.clone();
    if let Some(title) = &patch.title {
        new.entitle(title);
    }
    if let Some(months) = patch.review_months {
        new.review_months = months;
    }
    if let Some(months) = patch.drill_months {
        practised(old.kind()?, months)?;
        new.drill_months = months;
    }
    if let Some(active) = patch.active {
        if !active && old.kind()? == DocumentKind::Regulation {
            let stays = Refusal::new(Code::Invalid).clause(old.kind()?.clause());
            return Err(stays.at("/active"));
        }
        new.active = active;
    }
    if new.review_months != old.review_months {
        let held: Option<Option<chrono::DateTime<chrono::Utc>>> = v::table
            .filter(v::document_id.eq(g(id)))
            .filter(v::state.eq(word(&DocumentState::Current)))
            .select(v::published_at)
            .first(tx.conn)
            .optional()?;
        let (_, zone, _) = settings::basics(tx.conn)?;
        let published = held.flatten().map(|at| local_date(at, &zone));
        new.review_on = review_on(published, new.review_months);
    }
    let record = new
        .record("document.changed")?
        .change("title", old.title(), new.title())
        .change("review_months", old.review_months, new.review_months)
        .change("drill_months", old.drill_months, new.drill_months)
        .change("active", old.active, new.active);
    if record.unchanged() {
        return shown(tx.conn, grant, old);
    }
    save(tx, &old, &mut new, grant.acting.now)?;
    record.write(tx, &grant.acting);
    shown(tx.conn, grant, new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_review_is_so_many_months_after_publishing_and_month_ends_are_kept_in_the_month() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(
            review_on(Some(day("2026-08-31")), Some(6)),
            Some(day("2027-02-28"))
        );
        assert_eq!(
            review_on(Some(day("2028-02-29")), Some(12)),
            Some(day("2029-02-28"))
        );
        assert_eq!(review_on(None, Some(12)), None);
        assert_eq!(review_on(Some(day("2026-08-31")), None), None);
    }
}
