//! Work beside requests: outbox → notifications and webhooks, jobs, assignments whose time has come, tidying. Each kind runs on one instance at
//! a time (leases in the database); a crashed holder's lease runs out and another takes over.

use std::time::Duration;

use actix_web::web;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use uuid::Uuid;

use crate::app::App;
use crate::business::case::inspection;
use crate::business::{customer_event, expansion, follow_up, incentive, service, shortfall};
use crate::clock;
use crate::db::schema::{idempotency_keys, leases, outbox, throttles};
use crate::db::types::{g, gs, t};
use crate::db::{Backend, OPTIMIZE};
use crate::engine::notification::{self, NewNotification};
use crate::engine::record::Acting;
use crate::engine::{action_item, approval, attachment, duty, job};
use crate::integration::webhook;
use crate::leadership::feedback;
use crate::organization::assignment;
use crate::problem::Answer;
use crate::regulation;
use crate::workplace::{booking, conduct, hazard, repair};

const LEASE_SECONDS: i64 = 15;
const OUTBOX_BATCH: i64 = 500;
const ROUND: Duration = Duration::from_millis(200);

/// Starts the worker of this instance; it lives as long as the runtime.
pub fn start(app: web::Data<App>) {
    let holder = clock::new_id();
    webhook::start(app.clone(), holder);
    start_jobs(app.clone());
    actix_web::rt::spawn(async move {
        let mut tick = tokio::time::interval(ROUND);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut n: u64 = 0;
        let mut watch = approval::deadline::Watch::default();
        loop {
            tick.tick().await;
            n += 1;
            let mut turn = round(&app, holder).await;
            if turn.is_ok() && n % 25 == 1 {
                turn = slow_round(&app, holder, &mut watch).await;
            }
            if let Err(error) = turn {
                tracing::warn!(%error, "worker round failed; next try in a moment");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    });
}

async fn round(app: &web::Data<App>, holder: Uuid) -> Answer<()> {
    if waiting(app).await? && lease(app, "outbox", holder).await? {
        while dispatch(app).await? > 0 {}
    }
    Ok(())
}

/// Jobs may take minutes: nobody's notifications and deadlines wait for them.
fn start_jobs(app: web::Data<App>) {
    actix_web::rt::spawn(async move {
        let mut tick = tokio::time::interval(ROUND);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tick.tick().await;
            if let Err(error) = job::run_waiting(&app).await {
                tracing::warn!(%error, "a job was put back; next try in a moment");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    });
}

async fn slow_round(
    app: &web::Data<App>,
    holder: Uuid,
    watch: &mut approval::deadline::Watch,
) -> Answer<()> {
    if lease(app, "assignments", holder).await? {
        app.db
            .write(|tx| assignment::store::apply_due(tx, &Acting::system("worker")))
            .await?;
    }
    if lease(app, "approvals", holder).await? {
        approval::deadline::due(app).await?;
        approval::deadline::follow(app, watch).await?;
    }
    if lease(app, "duties", holder).await? {
        duty::due(app).await?;
        duty::tell(app).await?;
    }
    if lease(app, "repairs", holder).await? {
        repair::late(app).await?;
    }
    if lease(app, "bookings", holder).await? {
        booking::due(app).await?;
    }
    if lease(app, "hazards", holder).await? {
        hazard::late(app).await?;
    }
    if lease(app, "action_items", holder).await? {
        action_item::late(app).await?;
    }
    if lease(app, "conduct", holder).await? {
        conduct::late(app).await?;
    }
    if lease(app, "feedback", holder).await? {
        feedback::late(app).await?;
    }
    if lease(app, "follow_ups", holder).await? {
        follow_up::remind::daily(app).await?;
    }
    if lease(app, "services", holder).await? {
        service::daily(app).await?;
    }
    if lease(app, "shortfalls", holder).await? {
        shortfall::due(app).await?;
    }
    if lease(app, "inspections", holder).await? {
        inspection::due(app).await?;
        inspection::daily(app).await?;
    }
    if lease(app, "compliance", holder).await? {
        regulation::due(app).await?;
    }
    if lease(app, "expansion_plans", holder).await? {
        expansion::due(app).await?;
    }
    if lease(app, "customer_events", holder).await? {
        customer_event::daily(app).await?;
    }
    if lease(app, "incentives", holder).await? {
        incentive::due(app).await?;
    }
    if lease(app, "tidy", holder).await? {
        tidy(app).await?;
    }
    app.limits.tidy();
    Ok(())
}

async fn waiting(app: &web::Data<App>) -> Answer<bool> {
    app.db
        .read(|c| {
            Ok(diesel::select(diesel::dsl::exists(
                outbox::table.filter(outbox::dispatched_at.is_null()),
            ))
            .get_result(c)?)
        })
        .await
}

/// Takes or keeps a lease; false while another instance holds it.
pub async fn lease(app: &web::Data<App>, name: &'static str, holder: Uuid) -> Answer<bool> {
    app.db
        .write(move |tx| {
            let now = clock::now();
            let until = now + chrono::Duration::seconds(LEASE_SECONDS);
            let mine_or_over = leases::holder
                .eq(g(holder))
                .or(leases::held_until.lt(t(now)));
            let taken = diesel::update(
                leases::table
                    .filter(leases::name.eq(name))
                    .filter(mine_or_over),
            )
            .set((
                leases::holder.eq(g(holder)),
                leases::held_until.eq(t(until)),
            ))
            .execute(tx.conn)?;
            if taken > 0 {
                return Ok(true);
            }
            let known: i64 = leases::table
                .filter(leases::name.eq(name))
                .count()
                .get_result(tx.conn)?;
            if known > 0 {
                return Ok(false);
            }
            diesel::insert_into(leases::table)
                .values((
                    leases::name.eq(name),
                    leases::holder.eq(g(holder)),
                    leases::held_until.eq(t(until)),
                ))
                .execute(tx.conn)?;
            Ok(true)
        })
        .await
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = outbox)]
struct Event {
    id: Uuid,
    created_at: chrono::DateTime<chrono::Utc>,
    event: String,
    subject_kind: String,
    subject_id: Uuid,
    subject_name: String,
    team_id: Option<Uuid>,
    owner_id: Option<Uuid>,
    recipients: String,
    payload: String,
}

impl Event {
    fn happened(&self) -> webhook::Happened<'_> {
        webhook::Happened {
            id: self.id,
            at: self.created_at,
            event: &self.event,
            subject_kind: &self.subject_kind,
            subject_id: self.subject_id,
            subject_name: &self.subject_name,
            team_id: self.team_id,
            owner_id: self.owner_id,
            payload: &self.payload,
        }
    }
}

async fn dispatch(app: &web::Data<App>) -> Answer<usize> {
    let (events, told) = app
        .db
        .write(|tx| {
            let events: Vec<Event> = outbox::table
                .filter(outbox::dispatched_at.is_null())
                .order(outbox::id)
                .limit(OUTBOX_BATCH)
                .select(Event::as_select())
                .load(tx.conn)?;
            let mut told = 0;
            for event in &events {
                let recipients: Vec<Uuid> =
                    serde_json::from_str(&event.recipients).map_err(crate::problem::internal)?;
                for recipient_id in recipients {
                    told += 1;
                    let new = NewNotification {
                        outbox_id: event.id,
                        recipient_id,
                        created_at: event.created_at,
                        event: event.event.clone(),
                        subject_kind: event.subject_kind.clone(),
                        subject_id: event.subject_id,
                        subject_name: event.subject_name.clone(),
                        payload: event.payload.clone(),
                    };
                    notification::insert(tx, &new)?;
                }
            }
            let happened: Vec<_> = events.iter().map(Event::happened).collect();
            webhook::fan_out(tx, &happened)?;
            let ids: Vec<Uuid> = events.iter().map(|e| e.id).collect();
            diesel::update(outbox::table.filter(outbox::id.eq_any(gs(ids))))
                .set(outbox::dispatched_at.eq(t(clock::now())))
                .execute(tx.conn)?;
            Ok((events.len(), told))
        })
        .await?;
    if told > 0 {
        app.hub.wake();
    }
    Ok(events)
}

/// Forgets what no longer serves: old idempotency keys (24 h), throttles (a day), dispatched events (30 days).
async fn tidy(app: &web::Data<App>) -> Answer<()> {
    let sqlite = app.db.backend() == Backend::Sqlite;
    app.db
        .write(move |tx| {
            let now = clock::now();
            let day = now - chrono::Duration::days(1);
            diesel::delete(idempotency_keys::table.filter(idempotency_keys::created_at.lt(t(day))))
                .execute(tx.conn)?;
            diesel::delete(throttles::table.filter(throttles::last_failure_at.lt(t(day))))
                .execute(tx.conn)?;
            diesel::delete(
                outbox::table.filter(outbox::dispatched_at.lt(t(now - chrono::Duration::days(30)))),
            )
            .execute(tx.conn)?;
            webhook::tidy(tx, now - chrono::Duration::days(30))?;
            if sqlite {
                tx.conn.batch_execute(OPTIMIZE)?;
            }
            Ok(())
        })
        .await?;
    attachment::tidy(app).await
}
