//! 5.1.5 and 7.2.1: what customers ask for and complain about is answered in time.

use contract::service::ServiceKind;
use contract::{Action, Text};
use diesel::dsl::{count_star, min};
use diesel::prelude::*;

use super::logic::clause;
use super::store::{COLUMNS, overdue, waiting};
use crate::db::AnyConn;
use crate::db::schema::service_requests as s;
use crate::db::sql::{Bind, Predicate};
use crate::engine::behind::{Behind, On};
use crate::engine::evidence::{Evidence, Scope};
use crate::problem::Answer;

const SERVICE: Text = Text::new(
    "逾期未答覆的服務件件數（依類別的工作日期限）；沒有為落實，今天到期的為有風險",
    "逾期未答复的服务件件数（按类别的工作日期限）；没有为落实，今天到期的为有风险",
    "Service requests not answered within the working days of their category; kept where there is none, at risk while one is due today",
);

const COMPLAINT: Text = Text::new(
    "逾期未答覆的客戶申訴件數（依類別的工作日期限）；沒有為落實，今天到期的為有風險",
    "逾期未答复的客户投诉件数（按类别的工作日期限）；没有为落实，今天到期的为有风险",
    "Complaints not answered within the working days of their category; kept where there is none, at risk while one is due today",
);

pub fn evidence(conn: &mut AnyConn, scope: &Scope) -> Answer<Vec<Evidence>> {
    Ok(vec![
        of(conn, scope, ServiceKind::Service, SERVICE)?,
        of(conn, scope, ServiceKind::Complaint, COMPLAINT)?,
    ])
}

fn of(conn: &mut AnyConn, scope: &Scope, kind: ServiceKind, text: Text) -> Answer<Evidence> {
    let path = format!("/services?kind={}&overdue=true", kind.name());
    let all = s::table
        .filter(scope.on(COLUMNS))
        .filter(s::kind.eq(kind.name()));
    let recorded: i64 = all.clone().select(count_star()).first(conn)?;
    // Without any record nothing is proved: it may not be in use yet.
    if recorded == 0 {
        return Ok(Evidence::none(clause(kind), text).records(path));
    }
    let late = all.clone().filter(overdue(scope.today));
    let count: i64 = late.clone().select(count_star()).first(conn)?;
    let since = late.select(min(s::due_on)).first(conn)?;
    let today: i64 = all
        .filter(waiting())
        .filter(s::due_on.eq(scope.today))
        .select(count_star())
        .first(conn)?;
    let found = Evidence::count(clause(kind), count as usize, today > 0, text);
    Ok(found.since(since).records(path))
}

/// What is counted for the clause, and what counts against it.
pub fn behind(_: &mut AnyConn, scope: &Scope, clause: &str) -> Answer<Vec<Behind>> {
    let kinds = [ServiceKind::Service, ServiceKind::Complaint];
    let Some(kind) = kinds
        .into_iter()
        .find(|kind| super::logic::clause(*kind) == clause)
    else {
        return Ok(Vec::new());
    };
    let title = "SUBSTR(service_requests.description, 1, 80)";
    let (table, on) = ("service_requests", On::Day("service_requests.due_on"));
    let of = Predicate::new().sql("service_requests.kind = ");
    let requests = Behind::new("service_request", Action::ServiceRead, table, title, on);
    Ok(vec![
        requests
            .of(COLUMNS)
            .counted(of.bind(Bind::Text(kind.name().to_owned())))
            .against(overdue(scope.today))
            .path("/services/{id}"),
    ])
}
