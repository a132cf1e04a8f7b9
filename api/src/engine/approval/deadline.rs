//! What the worker does for open steps: deadlines remind and then go up one level; steps follow a seat that changed hands, a holder
//! who went away or came back, a stand-in who was named or taken back.

use actix_web::web;
use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use uuid::Uuid;

use super::logic::place;
use super::resolve::{Known, Seen};
use super::row::{Row, StepRow};
use super::store::{Held, hold_for, hold_then, keep};
use crate::app::App;
use crate::clock;
use crate::db::schema::{approval_steps as s, approvals, role_assignments};
use crate::db::sql::Predicate;
use crate::db::types::{g, t};
use crate::db::{AnyConn, Tx};
use crate::engine::record::Acting;
use crate::organization::assignment::store::SEATS;
use crate::organization::settings;
use crate::problem::Answer;

/// As the partial indexes say it.
pub const OPEN: &str = "approval_steps.state = 'open'";
const BATCH: i64 = 50;
const CHUNK: i64 = 1000;
/// Leave and departures change with whom steps lie without a trace in the seats; so everything is looked at this often.
const LOOK_AGAIN_SECONDS: i64 = 60;

/// Looks again with whom the open step of a request lies.
pub fn rehome(tx: &mut Tx, acting: &Acting, id: Uuid) -> Answer<bool> {
    let (acting, mut held) = hold_for(tx, acting, id)?;
    let (case, mut seen) = held.parts(tx)?;
    let moved = case.rehome(&mut seen, acting.now)?;
    keep_if(tx, &acting, held, moved)
}

/// The same at the instant of `acting`, for history; answers with whom the step lies: nobody where it is the company's, or none open.
pub fn place_then(tx: &mut Tx, acting: &Acting, id: Uuid) -> Answer<Option<Uuid>> {
    let mut held = hold_then(tx, acting.now, id)?;
    let (case, mut seen) = held.parts(tx)?;
    let moved = case.rehome(&mut seen, acting.now)?;
    let holder = held.case.open_step().and_then(|step| step.place.holder);
    keep_if(tx, acting, held, moved)?;
    Ok(holder)
}

fn keep_if(tx: &mut Tx, acting: &Acting, held: Held, changed: bool) -> Answer<bool> {
    if changed {
        keep(tx, acting, held)?;
    }
    Ok(changed)
}

/// The same for everything that lies with a person, as themselves or stood in for.
pub fn rehome_of(tx: &mut Tx, acting: &Acting, person: Uuid) -> Answer<()> {
    let mut ids: Vec<Uuid> = s::table
        .filter(Predicate::new().sql(OPEN))
        .filter(s::holder_id.eq(g(person)))
        .select(s::approval_id)
        .load(tx.conn)?;
    let stood_in: Vec<Uuid> = s::table
        .filter(Predicate::new().sql(OPEN))
        .filter(s::for_id.eq(g(person)))
        .select(s::approval_id)
        .load(tx.conn)?;
    ids.extend(stood_in);
    // In one order, so that two of them never wait for each other.
    ids.sort_unstable();
    for id in ids {
        rehome(tx, acting, id)?;
    }
    Ok(())
}

/// Deadlines that have come, a batch at a time.
pub async fn due(app: &web::Data<App>) -> Answer<()> {
    while app.db.write(due_batch).await? == BATCH as usize {}
    Ok(())
}

fn due_batch(tx: &mut Tx) -> Answer<usize> {
    let acting = Acting::system("worker");
    let ids: Vec<Uuid> = s::table
        .filter(Predicate::new().sql(OPEN))
        .filter(s::check_at.le(t(acting.now)))
        .order(s::check_at)
        .limit(BATCH)
        .select(s::approval_id)
        .load(tx.conn)?;
    for id in &ids {
        let (acting, mut held) = hold_for(tx, &acting, *id)?;
        let (case, mut seen) = held.parts(tx)?;
        let changed = case.deadline(&mut seen, acting.now)?;
        keep_if(tx, &acting, held, changed)?;
    }
    Ok(ids.len())
}

/// What the worker remembers between its rounds.
#[derive(Default)]
pub struct Watch {
    seen: Option<(DateTime<Utc>, NaiveDate, Seats)>,
}

/// Id, holder, end of every seat above membership that is held now.
type Seats = Vec<(Uuid, Uuid, Option<DateTime<Utc>>)>;

/// Moves the steps that no longer lie where they should: as soon as a seat changes hands or a day begins, else once a minute.
pub async fn follow(app: &web::Data<App>, watch: &mut Watch) -> Answer<()> {
    let now = clock::now();
    let (today, seats) = app
        .db
        .read(move |c| Ok((settings::today(c, now)?, seats(c, now)?)))
        .await?;
    let again = now - chrono::Duration::seconds(LOOK_AGAIN_SECONDS);
    let unchanged = watch
        .seen
        .as_ref()
        .is_some_and(|(at, day, held)| *at > again && *day == today && *held == seats);
    if unchanged {
        return Ok(());
    }
    let mut after = None;
    loop {
        let (moved, last) = app.db.read(move |c| misplaced(c, now, after)).await?;
        for id in moved {
            app.db
                .write(move |tx| rehome(tx, &Acting::system("worker"), id))
                .await?;
        }
        match last {
            Some(last) => after = Some(last),
            None => break,
        }
    }
    watch.seen = Some((now, today, seats));
    Ok(())
}

fn seats(conn: &mut AnyConn, now: DateTime<Utc>) -> Answer<Seats> {
    use role_assignments as r;
    Ok(r::table
        .filter(Predicate::new().sql(SEATS))
        .filter(r::starts_at.le(t(now)))
        .filter(r::ends_at.is_null().or(r::ends_at.gt(t(now))))
        .order(r::id)
        .select((r::id, r::employee_id, r::ends_at))
        .load(conn)?)
}

/// Of the next thousand open steps those that lie elsewhere now, and where the next thousand begin.
fn misplaced(
    conn: &mut AnyConn,
    now: DateTime<Utc>,
    after: Option<Uuid>,
) -> Answer<(Vec<Uuid>, Option<Uuid>)> {
    let mut q = s::table
        .inner_join(approvals::table.on(approvals::id.eq(s::approval_id)))
        .filter(Predicate::new().sql(OPEN))
        .order(s::approval_id)
        .limit(CHUNK)
        .select((StepRow::as_select(), Row::as_select()))
        .into_boxed::<crate::db::MultiBackend>();
    if let Some(after) = after {
        q = q.filter(s::approval_id.gt(g(after)));
    }
    let rows: Vec<(StepRow, Row)> = q.load(conn)?;
    let last = rows
        .last()
        .filter(|_| rows.len() as i64 == CHUNK)
        .map(|(_, row)| row.id);
    let mut known = Known::new(conn, now)?;
    let mut moved = Vec::new();
    for (step, row) in rows {
        let step = step.step()?;
        let mut seen = Seen {
            conn: &mut *conn,
            known: &mut known,
            kind: row.kind()?,
            team: row.team_id,
        };
        if place(&mut seen, &step.seek, &row.parties()?)? != step.place {
            moved.push(row.id);
        }
    }
    Ok((moved, last))
}
