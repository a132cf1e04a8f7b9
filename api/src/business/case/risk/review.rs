//! A look at a risk: judged anew, and looked at again by a day, or closed. Every look is kept.

use chrono::{DateTime, NaiveDate, Utc};
use contract::risk::{NewRiskReview, Risk, RiskReview, RiskState};
use contract::{Code, Page};
use diesel::prelude::*;
use uuid::Uuid;

use super::store::{row, shown};
use super::write::{record, save, still_open};
use crate::access::Grant;
use crate::db::schema::risk_reviews as v;
use crate::db::sql::Bind;
use crate::db::types::{g, t};
use crate::db::words::word;
use crate::db::{AnyConn, MultiBackend, Tx};
use crate::http::page::{Kind, Paging, SortKey};
use crate::http::perform::fresh;
use crate::organization::{people, settings};
use crate::problem::{Answer, Refusal};

pub const SORTS: &[SortKey] = &[SortKey {
    name: "created_at",
    column: "risk_reviews.created_at",
    kind: Kind::Ts,
}];

pub fn review(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    new: &NewRiskReview,
    known: i64,
) -> Answer<Risk> {
    let old = row(tx.conn, grant.reach(), id)?;
    still_open(&old)?;
    let today = settings::today(tx.conn, grant.acting.now)?;
    if new.next_review_on.is_some_and(|day| day <= today) {
        return Err(Refusal::new(Code::DateOrder)
            .clause("5.2.4")
            .at("/next_review_on"));
    }
    fresh(known, old.version)?;
    let mut seen = old.clone();
    seen.likelihood = new.likelihood;
    seen.impact = new.impact;
    seen.score = new.likelihood * new.impact;
    match new.next_review_on {
        Some(day) => seen.next_review_on = day,
        None => seen.state = word(&RiskState::Closed),
    }
    save(tx, &old, &mut seen, grant.acting.now)?;
    diesel::insert_into(v::table)
        .values((
            v::id.eq(g(crate::clock::new_id())),
            v::risk_id.eq(g(id)),
            v::likelihood.eq(new.likelihood),
            v::impact.eq(new.impact),
            v::note.eq(&new.note),
            v::next_review_on.eq(new.next_review_on),
            v::reviewed_by.eq(g(grant.me())),
            v::created_at.eq(t(grant.acting.now)),
        ))
        .execute(tx.conn)?;
    let event = match new.next_review_on {
        Some(_) => "risk.reviewed",
        None => "risk.closed",
    };
    record(event, &seen)
        .change("likelihood", old.likelihood, seen.likelihood)
        .change("impact", old.impact, seen.impact)
        .change("next_review_on", old.next_review_on, new.next_review_on)
        .change("note", (), &new.note)
        .fact("note", &new.note)
        .notify([seen.owner_id])
        .write(tx, &grant.acting);
    shown(tx.conn, grant, seen)
}

type Found = (
    Uuid,
    i64,
    i64,
    String,
    Option<NaiveDate>,
    Uuid,
    DateTime<Utc>,
);

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    risk: Uuid,
    paging: &Paging,
) -> Answer<Page<RiskReview>> {
    row(conn, grant.reach(), risk)?;
    let narrowed = || {
        v::table
            .filter(v::risk_id.eq(g(risk)))
            .select((
                v::id,
                v::likelihood,
                v::impact,
                v::note,
                v::next_review_on,
                v::reviewed_by,
                v::created_at,
            ))
            .into_boxed::<MultiBackend>()
    };
    let key = |r: &Found, _: &str| (Bind::ts(r.6), r.0);
    let page: Page<Found> = crate::page_of!(conn, paging, narrowed, key);
    page.complete(|rows| {
        let people = people::by_ids(conn, rows.iter().map(|r| r.5).collect())?;
        let one = |(id, likelihood, impact, note, next_review_on, by, created_at): Found| {
            Ok(RiskReview {
                id,
                likelihood,
                impact,
                note,
                next_review_on,
                by: people.get(&by).cloned(),
                created_at,
            })
        };
        rows.into_iter().map(one).collect()
    })
}
