//! 5.2.3: what was drawn is looked over in time, and what was found is rectified.

use chrono::Months;
use contract::compliance::{ClauseState, FigureUnit};
use contract::{Action, Text};
use diesel::dsl::min;
use diesel::prelude::*;

use super::store::OPEN;
use super::{CLAUSE, draw, finding, store};
use crate::db::AnyConn;
use crate::db::schema::{inspection_draws as d, inspection_findings as f, inspections as i};
use crate::db::sql::{Bind, Predicate};
use crate::engine::behind::{Behind, On};
use crate::engine::evidence::{Evidence, Scope};
use crate::problem::Answer;

const RATE: Text = Text::new(
    "上月抽樣業務件中已檢查的比例；全部檢查為落實，期限內未完成為有風險，有任何檢查逾期為未落實",
    "上月抽样业务件中已检查的比例；全部检查为落实，期限内未完成为有风险，有任何检查逾期为未落实",
    "Share of last month's sample that was inspected; met when all of it is, at risk until the day it is due, breached while any inspection is past its day",
);

const FINDINGS: Text = Text::new(
    "逾期未結的檢查缺失；零為落實，有未到期的為有風險",
    "逾期未结的检查缺失；零为落实，有未到期的为有风险",
    "Findings not closed by their day; none is met, at risk while others are open",
);

pub fn evidence(conn: &mut AnyConn, scope: &Scope) -> Answer<Vec<Evidence>> {
    Ok(vec![rate(conn, scope)?, findings(conn, scope)?])
}

fn rate(conn: &mut AnyConn, scope: &Scope) -> Answer<Evidence> {
    let none = Evidence::none(CLAUSE, RATE).records("/inspections");
    let month = draw::first(scope.today) - Months::new(1);
    let drawn: Vec<i64> = d::table
        .filter(d::month.eq(month))
        .filter(scope.on(draw::COLUMNS))
        .select(d::drawn)
        .load(conn)?;
    let wanted: i64 = drawn.iter().sum();
    if wanted == 0 {
        return Ok(none);
    }
    let open: i64 = i::table
        .inner_join(d::table)
        .filter(d::month.eq(month))
        .filter(Predicate::new().sql(OPEN))
        .filter(scope.on(store::COLUMNS))
        .count()
        .get_result(conn)?;
    let late = i::table
        .filter(Predicate::new().sql(OPEN))
        .filter(i::due_on.lt(scope.today))
        .filter(scope.on(store::COLUMNS));
    let since = late.select(min(i::due_on)).first(conn)?;
    let state = match (open, since) {
        (_, Some(_)) => ClauseState::Breached,
        (0, None) => ClauseState::Met,
        _ => ClauseState::AtRisk,
    };
    Ok(Evidence {
        clause: CLAUSE,
        state,
        value: Some(100.0 * (wanted - open) as f64 / wanted as f64),
        unit: FigureUnit::Percent,
        definition: RATE,
        since,
        records: "/inspections?state=open".to_owned(),
    })
}

fn findings(conn: &mut AnyConn, scope: &Scope) -> Answer<Evidence> {
    let path = "/inspections?tab=findings&overdue=true";
    let recorded: i64 = f::table
        .filter(scope.on(finding::COLUMNS))
        .count()
        .get_result(conn)?;
    if recorded == 0 {
        return Ok(Evidence::none(CLAUSE, FINDINGS).records(path));
    }
    let live = || {
        f::table
            .filter(Predicate::new().sql(finding::LIVE))
            .filter(scope.on(finding::COLUMNS))
    };
    let all: i64 = live().count().get_result(conn)?;
    let late = || live().filter(f::rectify_by.lt(scope.today));
    let count: i64 = late().count().get_result(conn)?;
    let since = late().select(min(f::rectify_by)).first(conn)?;
    let found = Evidence::count(CLAUSE, count as usize, all > count, FINDINGS);
    Ok(found.since(since).records(path))
}

/// What is counted for the clause, and what counts against it.
pub fn behind(_: &mut AnyConn, scope: &Scope, clause: &str) -> Answer<Vec<Behind>> {
    if clause != CLAUSE {
        return Ok(Vec::new());
    }
    let month = draw::first(scope.today) - Months::new(1);
    let title = "(SELECT ic.name FROM customers ic JOIN cases ik ON ik.customer_id = ic.id WHERE ik.id = inspections.case_id)";
    let on = On::Day("inspections.due_on");
    let drawn = "inspections.draw_id IN (SELECT dd.id FROM inspection_draws dd WHERE dd.month = ";
    let late = Predicate::new().sql(OPEN).sql(" AND inspections.due_on < ");
    let late = late.bind(Bind::Date(scope.today));
    let drawn = Predicate::new()
        .sql("(")
        .sql(drawn)
        .bind(Bind::Date(month))
        .sql(") OR ");
    let inspections = Behind::new(
        "inspection",
        Action::InspectionRead,
        "inspections",
        title,
        on,
    )
    .of(store::COLUMNS)
    .counted(drawn.join(late.clone()).sql(")"))
    .against(late);
    let on = On::Day("inspection_findings.rectify_by");
    let (table, text) = ("inspection_findings", "inspection_findings.description");
    let findings = Behind::new(
        "inspection_finding",
        Action::InspectionRead,
        table,
        text,
        on,
    );
    let late = Predicate::new()
        .sql(finding::LIVE)
        .sql(" AND inspection_findings.rectify_by < ");
    Ok(vec![
        inspections.path("/inspections/{id}"),
        findings
            .of(finding::COLUMNS)
            .against(late.bind(Bind::Date(scope.today)))
            .path("/inspections?tab=findings"),
    ])
}
