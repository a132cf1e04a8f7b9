//! 1.2 and 1.3: everybody has acknowledged the regulation that holds. 2.2.2: procedures are acknowledged and looked at again in time.

use chrono::NaiveDate;
use contract::compliance::{ClauseState, FigureUnit};
use contract::document::{DocumentKind, DocumentState};
use contract::{Action, Text};
use diesel::dsl::min;
use diesel::prelude::*;
use uuid::Uuid;

use super::gaps::{READERS, unread};
use super::shares::counted;
use crate::db::AnyConn;
use crate::db::schema::{document_versions as v, documents as d};
use crate::db::sql::{Bind, Predicate};
use crate::db::words::word;
use crate::engine::behind::{Behind, On, titled};
use crate::engine::evidence::{Evidence, Scope};
use crate::problem::Answer;

const EVERYBODY: Text = Text::new(
    "在職員工對現行制度的簽認比例；95% 以上為落實，80% 以上為有風險",
    "在职员工对现行制度的签认比例；95% 以上为落实，80% 以上为有风险",
    "Share of active employees who have acknowledged the regulation that holds; met from 95 %, at risk from 80 %",
);
const TEAMS: Text = Text::new(
    "簽認現行制度的人數未達 95% 的團隊數；沒有為落實",
    "签认现行制度的人数未达 95% 的团队数；没有为落实",
    "Teams of which fewer than 95 % have acknowledged the regulation that holds; none is met",
);
const PROCEDURES: Text = Text::new(
    "在職員工對現行作業程序的簽認比例；95% 以上為落實，80% 以上為有風險",
    "在职员工对现行作业程序的签认比例；95% 以上为落实，80% 以上为有风险",
    "Share of the procedures that hold that active employees have acknowledged; met from 95 %, at risk from 80 %",
);
const REVIEWS: Text = Text::new(
    "已到檢討日仍未檢討的作業程序數；沒有為落實",
    "已到检讨日仍未检讨的作业程序数；没有为落实",
    "Procedures that were to be looked at again by now; none is met",
);

pub fn evidence(conn: &mut AnyConn, scope: &Scope) -> Answer<Vec<Evidence>> {
    let mut said = regulation(conn, scope)?;
    said.push(procedures(conn, scope)?);
    said.push(reviews(conn, scope)?);
    Ok(said)
}

/// The versions that hold, of the documents that do.
fn held(conn: &mut AnyConn, kind: DocumentKind) -> Answer<Vec<(Uuid, Uuid)>> {
    Ok(v::table
        .inner_join(d::table.on(d::id.eq(v::document_id)))
        .filter(d::kind.eq(word(&kind)))
        .filter(d::active.eq(true))
        .filter(v::state.eq(word(&DocumentState::Current)))
        .select((v::id, d::id))
        .load(conn)?)
}

fn share(open: i64, asked: i64) -> (ClauseState, f64) {
    let share = (asked - open) * 100 / asked;
    let state = match share {
        95.. => ClauseState::Met,
        80.. => ClauseState::AtRisk,
        _ => ClauseState::Breached,
    };
    (state, share as f64)
}

fn regulation(conn: &mut AnyConn, scope: &Scope) -> Answer<Vec<Evidence>> {
    let everybody = Evidence::none("1.2", EVERYBODY).records("/documents?kind=regulation");
    let teams = Evidence::none("1.3", TEAMS).records("/documents?kind=regulation");
    let Some((version, document)) = held(conn, DocumentKind::Regulation)?.pop() else {
        return Ok(vec![everybody, teams]);
    };
    let counted = counted(conn, || scope.on(READERS), version)?;
    let sum = |one: fn(&(Option<Uuid>, i64, i64)) -> i64| counted.iter().map(one).sum::<i64>();
    let (asked, open) = (sum(|team| team.1), sum(|team| team.2));
    if asked == 0 {
        return Ok(vec![everybody, teams]);
    }
    let (state, value) = share(open, asked);
    let short = |(team, people, open): &&(Option<Uuid>, i64, i64)| {
        team.is_some() && share(*open, *people).0 != ClauseState::Met
    };
    let behind = counted.iter().filter(short).count();
    let path = format!("/documents/{document}");
    let everybody = Evidence {
        state,
        value: Some(value),
        unit: FigureUnit::Percent,
        ..everybody
    };
    Ok(vec![
        everybody.records(path.clone()),
        Evidence::count("1.3", behind, false, TEAMS).records(path),
    ])
}

fn procedures(conn: &mut AnyConn, scope: &Scope) -> Answer<Evidence> {
    let none = Evidence::none("2.2.2", PROCEDURES).records("/documents?kind=procedure");
    let (mut asked, mut open) = (0, 0);
    for (version, _) in held(conn, DocumentKind::Procedure)? {
        for (_, people, unread) in counted(conn, || scope.on(READERS), version)? {
            asked += people;
            open += unread;
        }
    }
    if asked == 0 {
        return Ok(none);
    }
    let (state, value) = share(open, asked);
    Ok(Evidence {
        state,
        value: Some(value),
        unit: FigureUnit::Percent,
        ..none
    })
}

/// Documents are the department's: for every part of it the figure is the same.
fn reviews(conn: &mut AnyConn, scope: &Scope) -> Answer<Evidence> {
    let path = "/documents?kind=procedure&review_due=true";
    let there = || {
        d::table
            .filter(d::kind.eq(word(&DocumentKind::Procedure)))
            .filter(d::active.eq(true))
            .filter(d::review_on.is_not_null())
    };
    let all: i64 = there().count().get_result(conn)?;
    if all == 0 {
        return Ok(Evidence::none("2.2.2", REVIEWS).records(path));
    }
    let late = || there().filter(d::review_on.le(scope.today));
    let count: i64 = late().count().get_result(conn)?;
    let first: Option<NaiveDate> = late().select(min(d::review_on)).first(conn)?;
    let found = Evidence::count("2.2.2", count as usize, false, REVIEWS);
    Ok(found.since(first).records(path))
}

/// What is counted for the clause, and what counts against it.
pub fn behind(conn: &mut AnyConn, scope: &Scope, clause: &str) -> Answer<Vec<Behind>> {
    let readers = |unread: Predicate| {
        let on = On::Day("employees.hire_date");
        Behind::new(
            "employee",
            Action::RegulationWatch,
            "employees",
            "employees.name",
            on,
        )
        .of(READERS)
        .counted(Predicate::new().sql("employees.status = 'active'"))
        .against(unread)
        .path("/employees/{id}")
    };
    let any = |held: Vec<(Uuid, Uuid)>| {
        let unread = held.into_iter().map(|(version, _)| unread(version));
        let any = unread.reduce(|a, b| a.sql(" OR ").join(b));
        let any = any.unwrap_or_else(|| Predicate::new().sql("1 = 0"));
        Predicate::new().sql("(").join(any).sql(")")
    };
    Ok(match clause {
        "1.2" | "1.3" => vec![readers(any(held(conn, DocumentKind::Regulation)?))],
        "2.2.2" => {
            let title = titled(
                "documents.title_",
                ["zh_hant", "zh_hans", "en"],
                scope.locale,
            );
            let on = On::Day("documents.review_on");
            let reviewed = "documents.kind = 'procedure' AND documents.active AND documents.review_on IS NOT NULL";
            let late = Predicate::new().sql("documents.review_on <= ");
            vec![
                Behind::new("document", Action::RegulationRead, "documents", &title, on)
                    .counted(Predicate::new().sql(reviewed))
                    .against(late.bind(Bind::Date(scope.today)))
                    .path("/documents/{id}"),
                readers(any(held(conn, DocumentKind::Procedure)?)),
            ]
        }
        _ => Vec::new(),
    })
}
