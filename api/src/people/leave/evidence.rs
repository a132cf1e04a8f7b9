//! 4.4.2: nobody is away unapproved. 4.4.4: everybody has the leave that the law gives them.

use std::collections::HashMap;

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};
use contract::access::Field;
use contract::{Action, Text};
use diesel::prelude::*;
use uuid::Uuid;

use super::logic::entitlement;
use super::types;
use crate::access::reach::Columns;
use crate::db::AnyConn;
use crate::db::schema::{employees as p, leave_entries as e, leave_requests as r};
use crate::db::sql::Predicate;
use crate::db::types::gs;
use crate::engine::behind::{Behind, On, among, titled};
use crate::engine::evidence::{Evidence, Scope};
use crate::problem::Answer;

const REQUESTS: Columns = Columns {
    team: "leave_requests.team_id",
    owner: "leave_requests.employee_id",
    field: Field::People,
};
const PEOPLE: Columns = Columns {
    team: "employees.team_id",
    owner: "employees.id",
    field: Field::People,
};

const UNAPPROVED: Text = Text::new(
    "最近 30 天未經核准即開始的請假（可事後補辦的不計）；0 為落實，明天開始而仍未核准為有風險",
    "最近 30 天未经批准即开始的请假（可事后补办的不计）；0 为落实，明天开始而仍未批准为有风险",
    "Leave of the last 30 days that began before it was approved, other than what may be asked for afterwards; kept at 0, at risk when \
     leave that begins tomorrow is undecided",
);
const SHORT: Text = Text::new(
    "今年發放的法定假期少於應得天數的在職人員；0 為落實",
    "今年发放的法定假期少于应得天数的在职人员；0 为落实",
    "People at work who were granted less statutory leave this year than they are entitled to; kept at 0",
);

pub fn evidence(conn: &mut AnyConn, scope: &Scope) -> Answer<Vec<Evidence>> {
    Ok(vec![unapproved(conn, scope)?, entitled(conn, scope)?])
}

/// Leave that was to begin in the last thirty days or begins tomorrow, as far as it may not be asked for afterwards.
struct Begun {
    id: Uuid,
    starts_on: NaiveDate,
    undecided: bool,
    /// It began before it was approved.
    late: bool,
}

fn asked(conn: &mut AnyConn, scope: &Scope) -> Answer<Vec<Begun>> {
    let day = |days: u64| scope.today.checked_sub_days(Days::new(days));
    let tomorrow = scope.today.succ_opt().unwrap_or(scope.today);
    let rows: Vec<(Uuid, NaiveDate, Option<DateTime<Utc>>)> = r::table
        .filter(scope.on(REQUESTS))
        .filter(r::starts_on.ge(day(30).unwrap_or(scope.today)))
        .filter(r::starts_on.le(tomorrow))
        .filter(r::after_the_fact.eq(false))
        .filter(r::state.eq_any(["open", "returned", "approved"]))
        .select((r::id, r::starts_on, r::decided_at))
        .load(conn)?;
    let one = |(id, starts_on, decided_at): (Uuid, NaiveDate, Option<DateTime<Utc>>)| Begun {
        id,
        starts_on,
        undecided: decided_at.is_none(),
        late: match decided_at {
            Some(at) => scope.day(at) > starts_on,
            None => starts_on <= scope.today,
        },
    };
    Ok(rows.into_iter().map(one).collect())
}

fn unapproved(conn: &mut AnyConn, scope: &Scope) -> Answer<Evidence> {
    let asked = asked(conn, scope)?;
    let late = asked.iter().filter(|one| one.late);
    let near = |one: &Begun| one.undecided && one.starts_on > scope.today;
    let near = asked.iter().any(near);
    let first = late.clone().map(|one| one.starts_on).min();
    let found = Evidence::count("4.4.2", late.count(), near, UNAPPROVED);
    Ok(found.since(first).records("/leave?tab=team"))
}

/// Who was granted less than they are entitled to; none where there is nobody or nothing to grant.
fn short(conn: &mut AnyConn, scope: &Scope) -> Answer<Option<Vec<Uuid>>> {
    let year = scope.today.year();
    let mut statutory = Vec::new();
    for kind in types::store::named(conn)?.into_values() {
        let steps = kind.entitlement()?;
        if kind.active && kind.from_ledger() && kind.clause == "4.4.4" && !steps.is_empty() {
            statutory.push((kind.id, steps));
        }
    }
    let people: Vec<(Uuid, NaiveDate)> = p::table
        .filter(scope.on(PEOPLE))
        .filter(p::status.eq("active"))
        .select((p::id, p::hire_date))
        .load(conn)?;
    if statutory.is_empty() || people.is_empty() {
        return Ok(None);
    }
    // In the caller's reach by the person; the account's lines carry the team of their day.
    let granted: Vec<(Uuid, Uuid, i64)> = e::table
        .inner_join(p::table.on(p::id.eq(e::employee_id)))
        .filter(scope.on(PEOPLE))
        .filter(e::leave_type_id.eq_any(gs(statutory.iter().map(|k| k.0))))
        .filter(e::year.eq(i64::from(year)))
        .filter(e::kind.eq_any(["grant", "adjust"]))
        .select((e::employee_id, e::leave_type_id, e::half_days))
        .load(conn)?;
    let mut sums: HashMap<(Uuid, Uuid), i64> = HashMap::new();
    for (person, kind, half_days) in granted {
        *sums.entry((person, kind)).or_default() += half_days;
    }
    let has = |person: Uuid, kind: Uuid| sums.get(&(person, kind)).copied().unwrap_or(0);
    let short = people.iter().filter(|(person, hired)| {
        statutory
            .iter()
            .any(|(kind, steps)| has(*person, *kind) < entitlement::of_year(steps, *hired, year))
    });
    Ok(Some(short.map(|(person, _)| *person).collect()))
}

fn entitled(conn: &mut AnyConn, scope: &Scope) -> Answer<Evidence> {
    let Some(short) = short(conn, scope)? else {
        return Ok(Evidence::none("4.4.4", SHORT).records("/leave-types"));
    };
    let found = Evidence::count("4.4.4", short.len(), false, SHORT);
    Ok(found.records("/leave-entries"))
}

/// What is counted for the clause, and what counts against it.
pub fn behind(conn: &mut AnyConn, scope: &Scope, clause: &str) -> Answer<Vec<Behind>> {
    Ok(match clause {
        "4.4.2" => {
            let title = titled("leave_types.name_", ["hant", "hans", "en"], scope.locale);
            let on = On::Day("leave_requests.starts_on");
            let read = Action::LeaveRead;
            let begun = asked(conn, scope)?;
            let late = begun.iter().filter(|one| one.late).map(|one| one.id);
            let of = Behind::new("leave_request", read, "leave_requests", &title, on)
                .of(REQUESTS)
                .joined("JOIN leave_types ON leave_types.id = leave_requests.leave_type_id");
            vec![
                of.counted(among("leave_requests.id", begun.iter().map(|one| one.id)))
                    .against(among("leave_requests.id", late))
                    .path("/leave/{id}"),
            ]
        }
        "4.4.4" => {
            let on = On::Day("employees.hire_date");
            let short = short(conn, scope)?.unwrap_or_default();
            vec![
                Behind::new(
                    "employee",
                    Action::LeaveRead,
                    "employees",
                    "employees.name",
                    on,
                )
                .of(PEOPLE)
                .counted(Predicate::new().sql("employees.status = 'active'"))
                .against(among("employees.id", short))
                .path("/employees/{id}"),
            ]
        }
        _ => Vec::new(),
    })
}
