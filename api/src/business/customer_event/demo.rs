//! Events of the demo department: talks that were held, with who came; one that nobody has closed yet; one to which customers are
//! invited now; one that is planned.

use chrono::{DateTime, Duration, Timelike, Utc};
use contract::customer_event::{
    CustomerEvent, CustomerEventKind, InvitationReply, NewAttendance, NewCustomerEvent,
    NewEventClosing, NewEventInvitations, NewEventOpening, NewInvitationReply,
};
use diesel::prelude::*;
use uuid::Uuid;

use super::{attend, invite, write};
use crate::access::Grant;
use crate::access::actor::Actor;
use crate::db::schema::{customers as c, role_assignments as r};
use crate::db::types::g;
use crate::db::{MultiBackend, Tx};
use crate::engine::record::Acting;
use crate::organization::people;
use crate::problem::Answer;

/// A large department is for load tests.
const MOST: usize = 8;
const GUESTS: i64 = 18;

/// Title, kind, place, description, days from now, capacity.
type Plan = (
    &'static str,
    CustomerEventKind,
    &'static str,
    &'static str,
    i64,
    Option<i64>,
);

const OF_TEAMS: [Plan; 3] = [
    (
        "退休規劃說明會",
        CustomerEventKind::Seminar,
        "總公司 12 樓大會議室",
        "勞保年金試算、三種退休現金流，備茶點",
        -40,
        Some(40),
    ),
    (
        "親子理財下午茶",
        CustomerEventKind::Family,
        "河畔咖啡 2 樓",
        "小朋友存錢筒彩繪，家長聊教育金",
        -3,
        Some(24),
    ),
    (
        "歲末感恩茶會",
        CustomerEventKind::Appreciation,
        "通訊處交誼廳",
        "感謝老客戶，現場保單健檢",
        5,
        Some(16),
    ),
];

const OF_ALL: [Plan; 2] = [
    (
        "健康檢查日",
        CustomerEventKind::Health,
        "合作診所健檢中心",
        "血壓、骨密度免費檢測，醫師諮詢",
        17,
        Some(60),
    ),
    (
        "新春團拜",
        CustomerEventKind::Gathering,
        "一樓大廳",
        "",
        75,
        None,
    ),
];

pub fn fill(tx: &mut Tx, grant: &Grant) -> Answer<()> {
    let mut leads: Vec<(Uuid, Uuid)> = people::leads(tx.conn, grant.acting.now)?
        .into_iter()
        .collect();
    leads.sort_unstable();
    for (n, (team, lead)) in leads.into_iter().take(MOST).enumerate() {
        for (k, plan) in OF_TEAMS.iter().enumerate() {
            let event = planned(tx, grant, lead, Some(team), plan)?;
            went(tx, grant, lead, &event, plan.4, n * 3 + k)?;
        }
    }
    let manager: Option<Uuid> = r::table
        .filter(r::role.eq("manager"))
        .select(r::employee_id)
        .first(tx.conn)
        .optional()?;
    if let Some(manager) = manager {
        for (k, plan) in OF_ALL.iter().enumerate() {
            let event = planned(tx, grant, manager, None, plan)?;
            if k == 0 {
                went(tx, grant, manager, &event, plan.4, k)?;
            }
        }
    }
    Ok(())
}

fn by(grant: &Grant, who: Uuid, at: DateTime<Utc>) -> Grant {
    let acting = Acting {
        employee_id: Some(who),
        now: at.min(grant.acting.now),
        ..grant.acting.clone()
    };
    Grant::in_the_past(Actor::manager(who, acting.now), acting)
}

/// At two in the afternoon of Taipei.
fn at(grant: &Grant, days: i64) -> DateTime<Utc> {
    let day = grant.acting.now + Duration::days(days);
    day.with_hour(6)
        .and_then(|day| day.with_minute(0))
        .and_then(|day| day.with_second(0))
        .and_then(|day| day.with_nanosecond(0))
        .unwrap_or(day)
}

fn planned(
    tx: &mut Tx,
    grant: &Grant,
    who: Uuid,
    team: Option<Uuid>,
    (title, kind, place, description, days, capacity): &Plan,
) -> Answer<CustomerEvent> {
    let starts_at = at(grant, *days);
    let new = NewCustomerEvent {
        title: (*title).to_owned(),
        kind: *kind,
        starts_at,
        ends_at: starts_at + Duration::hours(2),
        place: (*place).to_owned(),
        description: (!description.is_empty()).then(|| (*description).to_owned()),
        capacity: *capacity,
        organiser_id: Some(who),
        team_id: team,
    };
    let then = by(grant, who, starts_at - Duration::days(30));
    write::create(tx, &then, &new)
}

/// Opened, customers invited and asked; what is over has its guests noted, and what is long over is closed.
fn went(
    tx: &mut Tx,
    grant: &Grant,
    who: Uuid,
    event: &CustomerEvent,
    days: i64,
    n: usize,
) -> Answer<()> {
    let starts = event.starts_at;
    let before = by(grant, who, starts - Duration::days(20));
    let opened = write::open(tx, &before, event.id, &NewEventOpening {}, event.version)?;
    let mut q = c::table
        .select(c::id)
        .order(c::id)
        .limit(GUESTS)
        .into_boxed::<MultiBackend>();
    if let Some(team) = event.team_id {
        q = q.filter(c::team_id.eq(g(Some(team))));
    }
    let customer_ids: Vec<Uuid> = q.load(tx.conn)?;
    if customer_ids.is_empty() {
        return Ok(());
    }
    let new = NewEventInvitations {
        event_id: event.id,
        customer_ids,
    };
    let made = invite::invite(tx, &before, &new)?.data;
    let asked = by(grant, who, starts - Duration::days(8));
    for (k, one) in made.iter().enumerate() {
        let reply = match (n + k) % 6 {
            0 | 1 | 3 if k < 12 => InvitationReply::Accepted,
            2 => InvitationReply::Declined,
            _ => continue,
        };
        let said = NewInvitationReply {
            reply,
            party: (k % 3 == 0).then_some(2),
            note: (k == 2).then(|| "出國，下次再約".to_owned()),
        };
        let said = attend::reply(tx, &asked, one.id, &said, one.version)?;
        if days >= -1 || reply != InvitationReply::Accepted {
            continue;
        }
        // Of the one just over some are still to be noted.
        if days > -10 && k > 4 {
            continue;
        }
        let came = NewAttendance {
            attended: k % 5 != 4,
            party: None,
            note: None,
        };
        let owner = by(grant, one.owner.id, starts + Duration::hours(1));
        attend::attend(tx, &owner, one.id, &came, said.version)?;
    }
    if days < -10 {
        let after = by(grant, who, starts + Duration::days(1));
        let result = "現場氣氛好，三位約了下次面談，兩位想看建議書".to_owned();
        write::close(
            tx,
            &after,
            event.id,
            &NewEventClosing { result },
            opened.version,
        )?;
    }
    Ok(())
}
