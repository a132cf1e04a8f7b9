//! 3.3.5: every emergency plan is practised within its cadence, and what came of it is done.

use chrono::Duration;
use contract::{Action, Text};

use super::{CLAUSE, cadence};
use crate::db::AnyConn;
use crate::engine::action_item;
use crate::engine::behind::{Behind, On, among, titled};
use crate::engine::evidence::{Evidence, Scope};
use crate::problem::Answer;

/// So soon attention is wanted.
const SOON: Duration = Duration::days(30);

const DRILLS: Text = Text::new(
    "超過週期未演練的應急預案數；沒有為落實，三十天內到期為有風險",
    "超过周期未演练的应急预案数；没有为落实，三十天内到期为有风险",
    "Emergency plans not practised within their cadence; none is met, at risk while one is due within thirty days",
);
const FINDINGS: Text = Text::new(
    "演練後逾期未完成的改善事項數；沒有為落實",
    "演练后逾期未完成的改善事项数；没有为落实",
    "What came of drills and is past its day; none is met",
);

/// Drills are the department's: for every part of it the figure is the same.
pub fn evidence(conn: &mut AnyConn, scope: &Scope) -> Answer<Vec<Evidence>> {
    let due = cadence::due(conn, &scope.zone)?;
    let none = Evidence::none(CLAUSE, DRILLS).records("/drills");
    if due.is_empty() {
        return Ok(vec![none]);
    }
    let late = due.iter().filter(|plan| plan.on < scope.today);
    let first = late.clone().map(|plan| plan.on).min();
    let soon = due.iter().any(|plan| plan.on <= scope.today + SOON);
    let drills = Evidence::count(CLAUSE, late.count(), soon, DRILLS);
    let (open, overdue, since) = action_item::late_of(conn, scope, CLAUSE)?;
    let mut said = vec![drills.since(first).records("/drills")];
    if open > 0 {
        let findings = Evidence::count(CLAUSE, overdue as usize, false, FINDINGS);
        let path = format!("/action-items?overdue=true&clause={CLAUSE}");
        said.push(findings.since(since).records(path));
    }
    Ok(said)
}

/// What is counted for the clause, and what counts against it.
pub fn behind(conn: &mut AnyConn, scope: &Scope, clause: &str) -> Answer<Vec<Behind>> {
    if clause != CLAUSE {
        return Ok(Vec::new());
    }
    let due = cadence::due(conn, &scope.zone)?;
    let title = titled(
        "documents.title_",
        ["zh_hant", "zh_hans", "en"],
        scope.locale,
    );
    let on = On::At("documents.created_at");
    let plans = Behind::new("document", Action::RegulationRead, "documents", &title, on);
    let late = due.iter().filter(|plan| plan.on < scope.today);
    Ok(vec![
        plans
            .counted(among(
                "documents.id",
                due.iter().map(|plan| plan.document_id),
            ))
            .against(among("documents.id", late.map(|plan| plan.document_id)))
            .path("/documents/{id}"),
        action_item::behind(scope, CLAUSE),
    ])
}
