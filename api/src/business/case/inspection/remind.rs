//! Every morning: whoever looks something over by tomorrow, or is to have rectified it by then, is reminded; each once, whatever number
//! of instances runs.

use actix_web::web;
use chrono::{Days, NaiveDate};
use contract::inspection::InspectionStepKind;
use diesel::prelude::*;
use uuid::Uuid;

use super::finding::{self, LIVE};
use super::store::{OPEN, Row};
use super::{act, step};
use crate::app::App;
use crate::db::schema::{inspection_findings as f, inspections as i};
use crate::db::sql::Predicate;
use crate::db::types::{g, t};
use crate::db::{AnyConn, Tx};
use crate::engine::record::Acting;
use crate::organization::settings;
use crate::problem::Answer;

const BATCH: i64 = 50;

/// A batch at a time, so that nobody's write waits long.
pub async fn daily(app: &web::Data<App>) -> Answer<()> {
    let Some(day) = app.db.read(settings::morning).await? else {
        return Ok(());
    };
    loop {
        let (open, found) = app.db.read(move |conn| untold(conn, day)).await?;
        let full = open.len().max(found.len()) == BATCH as usize;
        if open.is_empty() && found.is_empty() {
            return Ok(());
        }
        app.db.write(move |tx| tell(tx, &open, &found)).await?;
        if !full {
            return Ok(());
        }
    }
}

/// Not reach-checked: everybody is told of their own.
fn untold(conn: &mut AnyConn, day: NaiveDate) -> Answer<(Vec<Uuid>, Vec<Uuid>)> {
    let tomorrow = day.checked_add_days(Days::new(1)).unwrap_or(day);
    let open = i::table
        .filter(Predicate::new().sql(OPEN))
        .filter(i::due_on.le(tomorrow))
        .filter(i::reminded_at.is_null())
        .order((i::due_on, i::id))
        .limit(BATCH)
        .select(i::id)
        .load(conn)?;
    let found = f::table
        .filter(Predicate::new().sql(LIVE))
        .filter(f::state.eq("open"))
        .filter(f::rectify_by.le(tomorrow))
        .filter(f::reminded_at.is_null())
        .order((f::rectify_by, f::id))
        .limit(BATCH)
        .select(f::id)
        .load(conn)?;
    Ok((open, found))
}

/// Of two that try one finds it unsaid.
fn tell(tx: &mut Tx, open: &[Uuid], found: &[Uuid]) -> Answer<()> {
    let acting = Acting::system("worker");
    for id in open {
        let unsaid = i::table.find(g(*id)).filter(i::reminded_at.is_null());
        let said = diesel::update(unsaid)
            .set(i::reminded_at.eq(t(Some(acting.now))))
            .execute(tx.conn)?;
        if said == 0 {
            continue;
        }
        let row: Row = i::table
            .find(g(*id))
            .select(Row::as_select())
            .first(tx.conn)?;
        let kept = step::New {
            to: Some(row.inspector_id),
            ..step::New::of(*id, InspectionStepKind::Reminded)
        };
        step::keep(tx, &acting, kept)?;
        act::record(tx, "inspection.reminded", &row)?
            .fact("due_on", row.due_on)
            .notify([row.inspector_id])
            .write(tx, &acting);
    }
    for id in found {
        let unsaid = f::table.find(g(*id)).filter(f::reminded_at.is_null());
        let said = diesel::update(unsaid)
            .set(f::reminded_at.eq(t(Some(acting.now))))
            .execute(tx.conn)?;
        if said == 0 {
            continue;
        }
        let row: finding::Row = f::table
            .find(g(*id))
            .select(finding::Row::as_select())
            .first(tx.conn)?;
        let kept = step::New {
            finding: Some(*id),
            to: Some(row.owner_id),
            ..step::New::of(row.inspection_id, InspectionStepKind::Reminded)
        };
        step::keep(tx, &acting, kept)?;
        finding::record(tx, "inspection.reminded", &row)?
            .fact("due_on", row.rectify_by)
            .notify([row.owner_id])
            .write(tx, &acting);
    }
    Ok(())
}
