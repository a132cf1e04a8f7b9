//! Taking figures: each is new, known as it is, corrected, or refused; what they are held against is read once for all of them.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use contract::Code;
use contract::attainment::{NewTargetActual, TargetActual};
use contract::import::RowOutcome;
use contract::target::IndicatorBasis;
use diesel::prelude::*;
use uuid::Uuid;

use super::rows::{Row, correct};
use super::store;
use crate::access::Grant;
use crate::business::target::indicator;
use crate::clock::new_id;
use crate::db::bulk::Rows;
use crate::db::schema::{employees, role_assignments as ra, target_actuals as a};
use crate::db::types::gs;
use crate::db::{AnyConn, Tx};
use crate::engine::record::{Acting, Record};
use crate::organization::settings;
use crate::problem::{Answer, Refusal, internal};

const CLAUSE: &str = "5.3.2";

/// Not reach-checked below the whole department: other systems send everybody's figures.
pub fn one(tx: &mut Tx, grant: &Grant, new: &NewTargetActual) -> Answer<TargetActual> {
    grant.whole_department()?;
    let taken = many(tx, &grant.acting, vec![Ok(new.clone())])?.pop();
    let (row, outcome) = taken.ok_or_else(|| internal("a figure without outcome"))??;
    if outcome == RowOutcome::Created {
        Record::new(
            "target_actual.recorded",
            "target_actual",
            row.id,
            &row.external_id,
        )
        .team(row.team_id)
        .owner(Some(row.owner_id))
        .clause(CLAUSE)
        .change("amount", (), row.amount)
        .change("on_date", (), row.on_date)
        .write(tx, &grant.acting);
    }
    store::shown(tx.conn, row)
}

/// As [`one`]; corrections of any size are in the audit trail one by one, what is new is told by the import.
pub fn many(
    tx: &mut Tx,
    acting: &Acting,
    new: Vec<Answer<NewTargetActual>>,
) -> Answer<Vec<Answer<(Row, RowOutcome)>>> {
    let good: Vec<&NewTargetActual> = new.iter().flatten().collect();
    let basis = Basis::load(tx.conn, &good, acting.now)?;
    let mut known = known(tx.conn, &good)?;
    // What the batch has done so far, by place in it; the last word on a figure is written.
    let mut first: HashMap<Uuid, Option<Row>> = HashMap::new();
    let mut taken = Vec::with_capacity(new.len());
    for one in new {
        taken.push(one.and_then(|new| {
            let key = (new.source.clone(), new.external_id.clone());
            let before = known.get(&key).cloned();
            let (row, outcome) = basis.row(&new, before.as_ref(), acting.now)?;
            if outcome != RowOutcome::Unchanged {
                first.entry(row.id).or_insert(before);
                known.insert(key, row.clone());
            }
            Ok((row, outcome))
        }));
    }
    let (mut added, mut changed) = (Vec::new(), Vec::new());
    for row in known.into_values() {
        match first.remove(&row.id) {
            Some(None) => added.push(row),
            Some(Some(before)) => changed.push((before, row)),
            None => {}
        }
    }
    Row::insert(tx.conn, &added)?;
    for (before, row) in &changed {
        record(before, row).write(tx, acting);
    }
    let rows: Vec<Row> = changed.into_iter().map(|(_, row)| row).collect();
    correct(tx.conn, &rows)?;
    Ok(taken)
}

fn record(before: &Row, row: &Row) -> Record {
    Record::new(
        "target_actual.corrected",
        "target_actual",
        row.id,
        &row.external_id,
    )
    .team(row.team_id)
    .owner(Some(row.owner_id))
    .clause(CLAUSE)
    .change("amount", before.amount, row.amount)
    .change("on_date", before.on_date, row.on_date)
    .change("owner_id", before.owner_id, row.owner_id)
    .change("indicator_id", before.indicator_id, row.indicator_id)
}

/// Figures that these sources have sent before.
fn known(conn: &mut AnyConn, new: &[&NewTargetActual]) -> Answer<HashMap<(String, String), Row>> {
    let mut by_source: HashMap<&str, Vec<&str>> = HashMap::new();
    for one in new {
        by_source
            .entry(&one.source)
            .or_default()
            .push(&one.external_id);
    }
    let mut known = HashMap::new();
    for (source, ids) in by_source {
        for ids in ids.chunks(1000) {
            let rows: Vec<Row> = a::table
                .filter(a::source.eq(source))
                .filter(a::external_id.eq_any(ids))
                .select(Row::as_select())
                .load(conn)?;
            let keyed = |row: Row| ((row.source.clone(), row.external_id.clone()), row);
            known.extend(rows.into_iter().map(keyed));
        }
    }
    Ok(known)
}

/// An employee: their present team, and the teams they were in, with first and last instant.
struct Person {
    id: Uuid,
    team: Option<Uuid>,
    teams: Vec<(Uuid, NaiveDate, Option<NaiveDate>)>,
}

struct Basis {
    indicators: HashMap<String, (Uuid, IndicatorBasis)>,
    people: HashMap<String, Person>,
    today: NaiveDate,
}

impl Basis {
    fn load(conn: &mut AnyConn, new: &[&NewTargetActual], now: DateTime<Utc>) -> Answer<Basis> {
        let zone = settings::zone(conn)?;
        let day = |at: DateTime<Utc>| at.with_timezone(&zone).date_naive();
        let indicators = indicator::all(conn)?.data.into_iter();
        let mut numbers: Vec<&str> = new.iter().map(|n| n.employee_number.as_str()).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let mut people = HashMap::new();
        for numbers in numbers.chunks(1000) {
            let rows: Vec<(String, Uuid, Option<Uuid>)> = employees::table
                .filter(employees::number.eq_any(numbers))
                .select((employees::number, employees::id, employees::team_id))
                .load(conn)?;
            let ids = rows.iter().map(|r| r.1).collect();
            let mut teams = teams(conn, ids, day)?;
            people.extend(rows.into_iter().map(|(number, id, team)| {
                let teams = teams.remove(&id).unwrap_or_default();
                (number, Person { id, team, teams })
            }));
        }
        Ok(Basis {
            indicators: indicators.map(|i| (i.code, (i.id, i.basis))).collect(),
            people,
            today: day(now),
        })
    }

    /// The figure as it is to be, and whether that is new, known or a correction.
    fn row(
        &self,
        new: &NewTargetActual,
        before: Option<&Row>,
        now: DateTime<Utc>,
    ) -> Answer<(Row, RowOutcome)> {
        let unknown = |at: &str| Refusal::new(Code::UnknownReference).clause(CLAUSE).at(at);
        let indicator = self.indicators.get(&new.indicator);
        let indicator_id = match indicator {
            // What is counted from customers isn't sent.
            Some((id, IndicatorBasis::Figures)) => *id,
            _ => return Err(unknown("/indicator")),
        };
        let person = self.people.get(&new.employee_number);
        let person = person.ok_or_else(|| unknown("/employee_number"))?;
        if new.on_date > self.today {
            let late = Refusal::new(Code::Invalid).clause(CLAUSE);
            return Err(late.field("/on_date", "range", self.today.to_string()));
        }
        let team_id = person.team_on(new.on_date);
        let row = Row {
            id: before.map_or_else(new_id, |b| b.id),
            source: new.source.clone(),
            external_id: new.external_id.clone(),
            indicator_id,
            owner_id: person.id,
            team_id,
            on_date: new.on_date,
            amount: new.amount,
            version: before.map_or(1, |b| b.version + 1),
            created_at: before.map_or(now, |b| b.created_at),
            updated_at: now,
        };
        let said = |r: &Row| (r.indicator_id, r.owner_id, r.on_date, r.amount);
        Ok(match before {
            None => (row, RowOutcome::Created),
            Some(before) if said(before) == said(&row) => (before.clone(), RowOutcome::Unchanged),
            Some(_) => (row, RowOutcome::Updated),
        })
    }
}

impl Person {
    fn team_on(&self, day: NaiveDate) -> Option<Uuid> {
        let then = |(_, from, to): &&(Uuid, NaiveDate, Option<NaiveDate>)| {
            *from <= day && to.is_none_or(|to| day < to)
        };
        let was = self.teams.iter().find(then).map(|(team, ..)| *team);
        was.or(self.team)
    }
}

type Teams = HashMap<Uuid, Vec<(Uuid, NaiveDate, Option<NaiveDate>)>>;

/// In which teams these people were, from which day on and until which.
fn teams(
    conn: &mut AnyConn,
    people: Vec<Uuid>,
    day: impl Fn(DateTime<Utc>) -> NaiveDate,
) -> Answer<Teams> {
    type Seat = (Uuid, Option<Uuid>, DateTime<Utc>, Option<DateTime<Utc>>);
    let rows: Vec<Seat> = ra::table
        .filter(ra::employee_id.eq_any(gs(people)))
        .filter(ra::team_id.is_not_null())
        .order((ra::starts_at, ra::id))
        .select((ra::employee_id, ra::team_id, ra::starts_at, ra::ends_at))
        .load(conn)?;
    let mut teams = Teams::new();
    for (person, team, from, to) in rows {
        if let Some(team) = team {
            let theirs = teams.entry(person).or_default();
            theirs.push((team, day(from), to.map(&day)));
        }
    }
    Ok(teams)
}
