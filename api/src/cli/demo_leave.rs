//! Leave in the demo department: Taiwan's holidays, a year's grants, a year of requests, and some that wait to be decided.

use chrono::{DateTime, Datelike, Duration, NaiveDate, Utc};
use contract::approval::{Decision, NewDecision};
use contract::calendar::{CalendarDayKind, NewCalendarDay};
use contract::leave::{Half, NewLeaveRequest};
use diesel::prelude::*;
use uuid::Uuid;

use crate::access::Grant;
use crate::access::actor::Actor;
use crate::db::Tx;
use crate::db::schema::{approval_steps, approvals, employees, leave_types};
use crate::db::types::g;
use crate::engine::approval;
use crate::engine::record::Acting;
use crate::people::calendar;
use crate::people::leave::{ledger, requests};
use crate::problem::{Answer, Refusal};

/// Days off as the authorities publish them; other years get those that fall on the same day each year.
const HOLIDAYS: &[(i32, &[(&str, &str)])] = &[
    (
        2026,
        &[
            ("01-01", "開國紀念日"),
            ("02-16", "除夕"),
            ("02-17", "春節"),
            ("02-18", "春節"),
            ("02-19", "春節"),
            ("02-20", "補假"),
            ("02-27", "和平紀念日補假"),
            ("04-03", "兒童節補假"),
            ("04-06", "清明節補假"),
            ("05-01", "勞動節"),
            ("06-19", "端午節"),
            ("09-25", "中秋節"),
            ("09-28", "教師節"),
            ("10-09", "國慶日補假"),
            ("10-26", "光復節補假"),
            ("12-25", "行憲紀念日"),
        ],
    ),
    (
        2027,
        &[
            ("01-01", "開國紀念日"),
            ("02-04", "小年夜"),
            ("02-05", "除夕"),
            ("02-08", "春節"),
            ("02-09", "補假"),
            ("02-10", "補假"),
            ("03-01", "和平紀念日補假"),
            ("04-05", "清明節"),
            ("04-06", "兒童節補假"),
            ("04-30", "勞動節補假"),
            ("06-09", "端午節"),
            ("09-15", "中秋節"),
            ("09-28", "教師節"),
            ("10-11", "國慶日補假"),
            ("10-25", "光復節"),
            ("12-24", "行憲紀念日補假"),
        ],
    ),
];
const EVERY_YEAR: &[(&str, &str)] = &[
    ("01-01", "開國紀念日"),
    ("02-28", "和平紀念日"),
    ("04-04", "兒童節"),
    ("05-01", "勞動節"),
    ("09-28", "教師節"),
    ("10-10", "國慶日"),
    ("10-25", "光復節"),
    ("12-25", "行憲紀念日"),
];

/// What one person asks for.
struct Wish {
    person: Uuid,
    code: &'static str,
    from: NaiveDate,
    days: i64,
    half: bool,
    reason: &'static str,
}

/// `member` signs in to the demo, `team` is theirs and the demo lead's.
pub fn fill(tx: &mut Tx, grant: &Grant, member: &str, team: Uuid) -> Answer<()> {
    let today = crate::organization::settings::today(tx.conn, grant.acting.now)?;
    for year in [today.year(), today.year() + 1] {
        holidays(tx, &grant.acting, year)?;
        ledger::grant_now(tx, &grant.acting, year)?;
    }
    let people: Vec<(Uuid, String, Option<Uuid>)> = employees::table
        .filter(employees::status.eq("active"))
        .filter(employees::number.like("E%"))
        .filter(employees::team_id.is_not_null())
        .order(employees::number)
        .limit(60)
        .select((employees::id, employees::number, employees::team_id))
        .load(tx.conn)?;
    past(tx, &people.iter().map(|p| p.0).collect::<Vec<_>>(), today)?;
    let mine = people.iter().find(|p| p.1 == member).map(|p| p.0);
    let peers: Vec<Uuid> = people
        .iter()
        .filter(|p| p.2 == Some(team) && Some(p.0) != mine)
        .map(|p| p.0)
        .collect();
    coming(tx, mine, &peers, today)
}

fn holidays(tx: &mut Tx, acting: &Acting, year: i32) -> Answer<()> {
    let known = HOLIDAYS.iter().find(|(y, _)| *y == year);
    for (day, name) in known.map_or(EVERY_YEAR, |(_, days)| days) {
        let Ok(date) = format!("{year}-{day}").parse() else {
            continue;
        };
        let new = NewCalendarDay {
            date,
            kind: CalendarDayKind::Holiday,
            name: (*name).to_owned(),
        };
        calendar::store::insert(tx, acting, &new)?;
    }
    Ok(())
}

/// Since the year began: most of it approved, some refused.
fn past(tx: &mut Tx, people: &[Uuid], today: NaiveDate) -> Answer<()> {
    const KINDS: [(&str, &str); 6] = [
        ("annual", "家庭旅遊"),
        ("sick", "感冒就醫"),
        ("business", "拜訪客戶"),
        ("annual", "返鄉"),
        ("personal", "處理家務"),
        ("annual", "休息"),
    ];
    let so_far = i64::from(today.ordinal()) - 21;
    if so_far < 10 {
        return Ok(());
    }
    for (n, person) in people.iter().enumerate().take(40) {
        for k in 0..3 {
            let step = n as i64 * 29 + k * 113;
            let (code, reason) = KINDS[(n + k as usize) % KINDS.len()];
            let from = today - Duration::days(14 + step % so_far);
            let wish = Wish {
                person: *person,
                code,
                from,
                days: 1 + step % 3,
                half: step % 5 == 0,
                reason,
            };
            let asked = at(from - Duration::days(7), 1 + (n as u32 % 8));
            let decision = match (n + k as usize) % 11 {
                10 => Decision::Refuse,
                _ => Decision::Approve,
            };
            // A day that turns out to be off, or taken, is simply not asked for.
            let asked = tx.part(|tx| ask(tx, &wish, asked));
            if let Some(request) = asked.ok().flatten() {
                decide_all(tx, request, decision, from - Duration::days(6))?;
            }
        }
    }
    Ok(())
}

/// What waits: for the lead, for the deputy, and one sent back to the member.
fn coming(tx: &mut Tx, mine: Option<Uuid>, peers: &[Uuid], today: NaiveDate) -> Answer<()> {
    let monday = today + Duration::days(21 - i64::from(today.weekday().num_days_from_monday()));
    let yesterday = at(today - Duration::days(1), 2);
    let wish = |person, from, days, reason| Wish {
        person,
        code: "annual",
        from,
        days,
        half: false,
        reason,
    };
    for (n, peer) in peers.iter().enumerate().take(4) {
        let from = monday + Duration::days(n as i64 * 2);
        let days = if n == 3 { 5 } else { 1 + n as i64 % 2 };
        let wish = wish(*peer, from, days, "已安排代理");
        let made = tx.part(|tx| ask(tx, &wish, yesterday));
        // The long one has passed the lead and lies with the deputy.
        if let Some(request) = made.ok().flatten().filter(|_| n == 3) {
            decide(
                tx,
                request,
                Decision::Approve,
                yesterday + Duration::hours(2),
            )?;
        }
    }
    let Some(mine) = mine else { return Ok(()) };
    let back = wish(mine, monday + Duration::days(7), 3, "國外旅遊");
    let made = tx.part(|tx| ask(tx, &back, yesterday));
    if let Some(request) = made.ok().flatten() {
        decide(
            tx,
            request,
            Decision::Return,
            yesterday + Duration::hours(3),
        )?;
    }
    let open = wish(mine, monday + Duration::days(17), 1, "參加親友婚禮");
    let _maybe = tx.part(|tx| ask(tx, &open, yesterday));
    Ok(())
}

fn at(day: NaiveDate, hour: u32) -> DateTime<Utc> {
    day.and_hms_opt(hour, 15, 0)
        .unwrap_or_else(|| day.and_time(chrono::NaiveTime::MIN))
        .and_utc()
}

/// Somebody acting at an instant. The reach is the system's: what they ask for is their own.
fn acting_as(person: Uuid, now: DateTime<Utc>) -> Grant {
    let acting = Acting {
        employee_id: Some(person),
        api_key_id: None,
        request_id: "demo".to_owned(),
        now,
    };
    Grant::system(Actor::manager(person, now), acting)
}

/// The approval of the request that was made.
fn ask(tx: &mut Tx, wish: &Wish, asked: DateTime<Utc>) -> Answer<Option<Uuid>> {
    let leave_type_id: Uuid = leave_types::table
        .filter(leave_types::code.eq(wish.code))
        .select(leave_types::id)
        .first(tx.conn)?;
    let new = NewLeaveRequest {
        employee_id: None,
        leave_type_id,
        starts_on: wish.from,
        starts_half: if wish.half { Half::Pm } else { Half::Am },
        ends_on: wish.from + Duration::days(wish.days - 1),
        ends_half: Half::Pm,
        reason: Some(wish.reason.to_owned()),
        stand_in_id: None,
    };
    let made = requests::ask::create(tx, &acting_as(wish.person, asked), &new)?;
    Ok(made.approval_id)
}

/// Whoever it lies with decides, one after the other, on that day.
fn decide_all(tx: &mut Tx, id: Uuid, decision: Decision, day: NaiveDate) -> Answer<()> {
    for hour in 1..6 {
        let open: i64 = approvals::table
            .filter(approvals::id.eq(g(id)))
            .filter(approvals::state.eq("open"))
            .count()
            .get_result(tx.conn)?;
        if open == 0 {
            break;
        }
        decide(tx, id, decision, at(day, hour))?;
    }
    Ok(())
}

fn decide(tx: &mut Tx, id: Uuid, decision: Decision, when: DateTime<Utc>) -> Answer<()> {
    let holder: Option<Uuid> = approval_steps::table
        .filter(approval_steps::approval_id.eq(g(id)))
        .filter(approval_steps::state.eq("open"))
        .select(approval_steps::holder_id)
        .first(tx.conn)?;
    let Some(holder) = holder else { return Ok(()) };
    let version: i64 = approvals::table
        .find(g(id))
        .select(approvals::version)
        .first(tx.conn)?;
    let comment = match decision {
        Decision::Approve => None,
        Decision::Refuse => Some("當週人力不足".to_owned()),
        Decision::Return => Some("請先安排代理人並改期".to_owned()),
    };
    let new = NewDecision { decision, comment };
    let done: Result<_, Refusal> =
        tx.part(|tx| approval::decide(tx, &acting_as(holder, when), id, &new, version));
    // A request that needs a certificate stays open, like in life.
    done.map(|_| ()).or(Ok(()))
}
