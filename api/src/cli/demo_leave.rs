//! Leave in the demo department: Taiwan's holidays, a year's grants, a year of requests, and some that wait to be decided.

use chrono::{DateTime, Datelike, Duration, NaiveDate, Utc};
use contract::Code;
use contract::approval::{Decision, NewDecision};
use contract::calendar::{CalendarDayKind, NewCalendarDay};
use contract::leave::{Half, NewLeaveRequest};
use diesel::prelude::*;
use uuid::Uuid;

use crate::access::Grant;
use crate::access::actor::Actor;
use crate::db::Tx;
use crate::db::schema::{approvals, employees, leave_types};
use crate::db::types::g;
use crate::engine::approval;
use crate::engine::record::Acting;
use crate::people::calendar;
use crate::people::leave::{ledger, requests};
use crate::problem::{Answer, internal};

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

/// Within so many days certificates still come.
const LATELY: i64 = 30;

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
            let sick = code == "sick";
            // Long sick leave of late still lacks its certificate; of what is long past none does.
            let longest = if sick && today - from > Duration::days(LATELY) {
                2
            } else {
                3
            };
            let wish = Wish {
                person: *person,
                code,
                from,
                days: 1 + step % longest,
                half: step % 5 == 0,
                reason,
            };
            // Nobody knows a week ahead that they will be ill.
            let ahead = Duration::days(if sick { 0 } else { 7 });
            let asked = at(from - ahead, 1 + (n as u32 % 8));
            let decision = match (n + k as usize) % 11 {
                10 => Decision::Refuse,
                _ => Decision::Approve,
            };
            if let Some(request) = ask(tx, &wish, asked)? {
                decide_all(tx, request, decision, from - ahead + Duration::days(1))?;
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
        let made = ask(tx, &wish, yesterday)?;
        // The long one has passed the lead and lies with the deputy.
        if let Some(request) = made.filter(|_| n == 3) {
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
    if let Some(request) = ask(tx, &back, yesterday)? {
        decide(
            tx,
            request,
            Decision::Return,
            yesterday + Duration::hours(3),
        )?;
    }
    let open = wish(mine, monday + Duration::days(17), 1, "參加親友婚禮");
    ask(tx, &open, yesterday)?;
    Ok(())
}

fn at(day: NaiveDate, hour: u32) -> DateTime<Utc> {
    day.and_hms_opt(hour, 15, 0)
        .unwrap_or_else(|| day.and_time(chrono::NaiveTime::MIN))
        .and_utc()
}

/// Somebody acting at an instant. The reach is the system's: what they ask for is their own.
pub(super) fn acting_as(person: Uuid, now: DateTime<Utc>) -> Grant {
    Grant::in_the_past(Actor::manager(person, now), acting(Some(person), now))
}

fn acting(employee_id: Option<Uuid>, now: DateTime<Utc>) -> Acting {
    Acting {
        employee_id,
        api_key_id: None,
        request_id: "demo".to_owned(),
        now,
    }
}

/// The approval of the request that was made; nobody asks for a day that turns out to be off, taken, or more than they have left.
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
    match tx.part(|tx| requests::ask::create(tx, &acting_as(wish.person, asked), &new)) {
        Ok(made) => Ok(made.approval_id),
        Err(refusal) => match refusal.code() {
            Code::LeaveNoDays | Code::LeaveOverlap | Code::LeaveBalanceShort => Ok(None),
            _ => Err(refusal),
        },
    }
}

/// Whoever it lies with decides, one after the other, on that day, until it's over or a certificate is missing.
fn decide_all(tx: &mut Tx, id: Uuid, decision: Decision, day: NaiveDate) -> Answer<()> {
    for hour in 1..6 {
        let open: i64 = approvals::table
            .filter(approvals::id.eq(g(id)))
            .filter(approvals::state.eq("open"))
            .count()
            .get_result(tx.conn)?;
        if open == 0 || !decide(tx, id, decision, at(day, hour))? {
            break;
        }
    }
    Ok(())
}

/// Whoever it lies with says yes now.
pub(super) fn approve(tx: &mut Tx, id: Uuid) -> Answer<()> {
    decide(tx, id, Decision::Approve, crate::clock::now()).map(|_| ())
}

/// False where a certificate is missing: the request stays open, like in life.
fn decide(tx: &mut Tx, id: Uuid, decision: Decision, when: DateTime<Utc>) -> Answer<bool> {
    // A seat may have changed hands since it was asked.
    let holder = approval::place_then(tx, &acting(None, when), id)?;
    let holder =
        holder.ok_or_else(|| internal("a demo leave that nobody of the department can decide"))?;
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
    match tx.part(|tx| approval::decide(tx, &acting_as(holder, when), id, &new, version)) {
        Ok(_) => Ok(true),
        Err(refusal) if refusal.code() == Code::CertificateMissing => Ok(false),
        Err(refusal) => Err(refusal),
    }
}
