//! Something to look at in the demo department: shifts, schedules, two months of punches with what happens in any department,
//! last month's statement with an objection, a correction on its way.

use chrono::{DateTime, Datelike, Duration, NaiveDate, Utc};
use chrono_tz::Tz;
use contract::Role;
use contract::attendance::{
    CorrectionKind, NewAttendanceObjection, NewCorrection, NewSchedule, NewScheduleAssignment,
    NewShift, PunchKind, PunchSource, ShiftKind, StatementPublication,
};
use diesel::prelude::*;
use uuid::Uuid;

use super::day::list::back;
use super::day::store::Person;
use super::day::zone::instant;
use super::punch::store::{NewRow, insert};
use super::statement::{job, logic, objection};
use super::{correction, schedule, shift, statement};
use crate::access::Grant;
use crate::access::actor::Actor;
use crate::db::Tx;
use crate::db::schema::employees;
use crate::db::types::{g, t};
use crate::db::words::word;
use crate::organization::settings;
use crate::person_columns;
use crate::problem::Answer;

/// How many days of punches there are.
const DAYS: u64 = 75;
/// A large department is for load tests, which bring their own punches.
const MOST: usize = 500;

pub fn fill(tx: &mut Tx, grant: &Grant) -> Answer<()> {
    let (zone, now) = (settings::zone(tx.conn)?, grant.acting.now);
    let today = settings::today(tx.conn, now)?;
    let people: Vec<Person> = employees::table
        .filter(employees::status.eq("active"))
        .order((employees::number, employees::id))
        .select(person_columns!())
        .load(tx.conn)?;
    let (flexible, night) = schedules(tx, grant)?;
    let mut minds = vec![Habit::Day; people.len()];
    for (n, person) in people.iter().enumerate() {
        let (habit, schedule_id) = match n % 12 {
            7 => (Habit::Flexible, flexible),
            11 => (Habit::Night, night),
            _ => continue,
        };
        minds[n] = habit;
        let new = NewScheduleAssignment {
            schedule_id,
            employee_ids: vec![person.id],
            starts_on: back(today, DAYS + 30),
        };
        schedule::assign::assign(tx, grant, &new)?;
    }
    if people.len() > MOST {
        return Ok(());
    }
    // Over since a whole day, whatever the hour: a day on which somebody only came is put right when it is over.
    let last_day = working_day_before(back(today, 1));
    for (n, (person, habit)) in people.iter().zip(&minds).enumerate() {
        let days = back(today, DAYS).iter_days().take_while(|d| *d <= today);
        let punches: Vec<NewRow> = days
            .filter(|day| person.employed(*day))
            .flat_map(|day| of_day(n, *habit, day, zone, day == last_day))
            .filter(|(at, _)| *at <= now)
            .map(|(at, kind)| row(person.id, at, kind, now))
            .collect();
        insert(tx.conn, &punches)?;
    }
    let members: Vec<&Person> = people
        .iter()
        .zip(&minds)
        .filter(|(p, habit)| {
            p.team_id.is_some() && **habit == Habit::Day && p.employed(back(today, 60))
        })
        .map(|(p, _)| p)
        .collect();
    last_month(tx, grant, today, members.get(20))?;
    if let Some(person) = members.iter().find(|p| forgets(&people, p)) {
        let new = NewCorrection {
            employee_id: None,
            date: last_day,
            kind: CorrectionKind::Out,
            at: instant(zone, last_day, 18 * 60 + 5),
            reason: "拜訪客戶後直接返家，忘記打卡".to_owned(),
        };
        correction::store::create(tx, &of_member(person, now), &new)?;
    }
    Ok(())
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Habit {
    Day,
    Flexible,
    Night,
}

/// The one whose way home goes past the clock now and then.
fn forgets(people: &[Person], person: &Person) -> bool {
    people
        .iter()
        .position(|p| p.id == person.id)
        .is_some_and(|n| n % 12 == 3)
}

/// Monday to Friday by day, flexible, by night; the first is the default.
fn schedules(tx: &mut Tx, grant: &Grant) -> Answer<(Uuid, Uuid)> {
    let mut made = Vec::new();
    for (shift_name, name, starts, ends, middle, flex) in [
        ("日班", "週一至週五", "09:00", "18:00", "12:30", 0),
        ("彈性班", "彈性工時", "08:00", "17:00", "12:30", 120),
        ("夜班", "夜間值班", "22:00", "07:00", "02:30", 0),
    ] {
        let new = NewShift {
            name: shift_name.to_owned(),
            kind: if flex > 0 {
                ShiftKind::Flexible
            } else {
                ShiftKind::Fixed
            },
            starts: starts.to_owned(),
            ends: ends.to_owned(),
            ends_next_day: ends < starts,
            break_minutes: 60,
            middle: Some(middle.to_owned()),
            flex_minutes: flex,
            late_grace_minutes: 5,
            early_grace_minutes: 0,
        };
        let shift = Some(shift::store::create(tx, grant, &new)?.id);
        let new = NewSchedule {
            name: name.to_owned(),
            week: vec![shift, shift, shift, shift, shift, None, None],
            follows_calendar: true,
            is_default: false,
        };
        made.push(schedule::store::create(tx, grant, &new)?.id);
    }
    let at = |n: usize| made.get(n).copied().unwrap_or_default();
    Ok((at(1), at(2)))
}

fn working_day_before(today: NaiveDate) -> NaiveDate {
    let mut day = back(today, 1);
    while day.weekday().number_from_monday() > 5 {
        day = back(day, 1);
    }
    day
}

/// A number below `below` that looks like chance and is always the same.
fn chance(person: usize, day: NaiveDate, salt: u64, below: i64) -> i64 {
    let mut h = blake3::Hasher::new();
    h.update(&(person as u64).to_le_bytes())
        .update(&day.num_days_from_ce().to_le_bytes())
        .update(&salt.to_le_bytes());
    let bytes = h.finalize();
    i64::from(u16::from_le_bytes([
        bytes.as_bytes()[0],
        bytes.as_bytes()[1],
    ])) % below
}

/// Mostly on time; of a hundred days two late, two early, two without the second punch, one without any.
fn of_day(
    person: usize,
    habit: Habit,
    day: NaiveDate,
    zone: Tz,
    last: bool,
) -> Vec<(DateTime<Utc>, PunchKind)> {
    if day.weekday().number_from_monday() > 5 {
        return Vec::new();
    }
    let roll = |salt, below| chance(person, day, salt, below);
    let (mut comes, ends) = match habit {
        Habit::Day => (535 - roll(1, 25), 18 * 60),
        Habit::Flexible => {
            let comes = 480 + roll(1, 115);
            (comes, comes + 9 * 60 + 1)
        }
        Habit::Night => (1315 - roll(1, 15), 31 * 60),
    };
    let mut leaves = ends + 1 + roll(2, 45);
    let luck = roll(3, 100);
    match luck {
        0 => return Vec::new(),
        1 | 2 => comes += 60 + roll(4, 60),
        3 | 4 => leaves -= 60 + roll(4, 60),
        _ => {}
    }
    let mut punches = vec![(
        instant(zone, day, comes) + Duration::seconds(roll(5, 60)),
        PunchKind::In,
    )];
    let forgotten = matches!(luck, 5 | 6) || (last && person % 12 == 3);
    if !forgotten {
        punches.push((
            instant(zone, day, leaves) + Duration::seconds(roll(6, 60)),
            PunchKind::Out,
        ));
    }
    punches
}

fn row(person: Uuid, at: DateTime<Utc>, kind: PunchKind, now: DateTime<Utc>) -> NewRow {
    NewRow {
        id: g(crate::clock::new_id()),
        employee_id: g(person),
        at: t(at),
        kind: word(&kind),
        source: word(&PunchSource::Clock),
        external_id: None,
        correction_id: None,
        created_at: t(now),
        created_by: None,
    }
}

/// Last month's statement is out, and somebody isn't content with it.
fn last_month(
    tx: &mut Tx,
    grant: &Grant,
    today: NaiveDate,
    unhappy: Option<&&Person>,
) -> Answer<()> {
    let now = grant.acting.now;
    let first = logic::first(today);
    let last = back(first, 1);
    // Out in time: on the fifth, where that has come.
    let fifth = instant(settings::zone(tx.conn)?, first + Duration::days(4), 10 * 60);
    let then = grant.at(fifth.min(now));
    let id = job::at_once(tx, &then, &logic::month_of(last))?;
    let known = statement::store::bare(tx.conn, id)?.version;
    let new = StatementPublication {
        objections_until: today + Duration::days(5),
    };
    statement::store::publish(tx, &then, id, &new, known)?;
    if let Some(person) = unhappy {
        let new = NewAttendanceObjection {
            date: Some(working_day_before(last)),
            text: "當日全天在客戶處辦理理賠，請協助更正。".to_owned(),
        };
        objection::file(tx, &of_member(person, now), id, &new)?;
    }
    Ok(())
}

fn of_member(person: &Person, now: DateTime<Utc>) -> Grant {
    let actor = Actor {
        name: person.name.clone(),
        number: person.number.clone(),
        role: Some(Role::Member),
        team_id: person.team_id,
        ..Actor::manager(person.id, now)
    };
    let acting = crate::engine::record::Acting {
        employee_id: Some(person.id),
        api_key_id: None,
        request_id: "demo".to_owned(),
        now,
    };
    Grant::system(actor, acting)
}
