//! Rows of requests and steps, as the database keeps them.

use chrono::{DateTime, Utc};
use contract::Code;
use contract::approval::{ApprovalState, MatterKind};
use diesel::prelude::*;
use serde_json::Value;
use uuid::Uuid;

use super::logic::{Place, Seek};
use super::step::Step;
use super::{Facts, Matter};
use crate::access::Grant;
use crate::db::AnyConn;
use crate::db::schema::{approval_steps, approvals};
use crate::db::types::g;
use crate::db::words::parse;
use crate::problem::{Answer, Refusal, internal};
use crate::registry;

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = approvals)]
pub struct Row {
    pub id: Uuid,
    pub kind: String,
    pub subject_id: Uuid,
    state: String,
    pub applicant_id: Uuid,
    pub created_by: Uuid,
    pub beneficiary_id: Option<Uuid>,
    pub team_id: Option<Uuid>,
    pub flow_number: i64,
    pub round: i64,
    half_days: Option<i64>,
    amount: Option<i64>,
    currency: Option<String>,
    category: Option<String>,
    facts: String,
    beneficiaries: String,
    pub reminded_at: Option<DateTime<Utc>>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub decided_at: Option<DateTime<Utc>>,
}

impl Row {
    pub fn kind(&self) -> Answer<MatterKind> {
        parse(&self.kind)
    }

    pub fn matter(&self) -> Answer<&'static Matter> {
        Ok(registry::matter(self.kind()?))
    }

    pub fn state(&self) -> Answer<ApprovalState> {
        parse(&self.state)
    }

    pub fn facts(&self) -> Answer<Facts> {
        Ok(Facts {
            half_days: self.half_days,
            amount: self.amount.zip(self.currency.clone()),
            category: self.category.clone(),
            more: serde_json::from_str(&self.facts).map_err(internal)?,
            beneficiaries: self.beneficiaries()?,
        })
    }

    fn beneficiaries(&self) -> Answer<Vec<Uuid>> {
        serde_json::from_str(&self.beneficiaries).map_err(internal)
    }

    /// Nobody of them decides.
    pub fn parties(&self) -> Answer<Vec<Uuid>> {
        let many = self.beneficiaries()?.into_iter().chain(self.beneficiary_id);
        Ok(parties(self.applicant_id, self.created_by, many))
    }

    pub fn follows(&self, person: Uuid) -> bool {
        self.applicant_id == person || self.created_by == person
    }
}

/// Each of them once.
pub fn parties(
    applicant: Uuid,
    creator: Uuid,
    beneficiaries: impl IntoIterator<Item = Uuid>,
) -> Vec<Uuid> {
    let mut parties = vec![applicant, creator];
    parties.extend(beneficiaries);
    parties.sort_unstable();
    parties.dedup();
    parties
}

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = approval_steps)]
pub struct StepRow {
    pub id: Uuid,
    pub approval_id: Uuid,
    pub round: i64,
    pub position: i64,
    relation: String,
    level: String,
    base: String,
    named_id: Option<Uuid>,
    field: Option<String>,
    name: Option<String>,
    holder_id: Option<Uuid>,
    for_id: Option<Uuid>,
    state: String,
    deadline_hours: i64,
    opened_at: Option<DateTime<Utc>>,
    due_at: Option<DateTime<Utc>>,
    check_at: Option<DateTime<Utc>>,
    reminded_at: Option<DateTime<Utc>>,
    decided_at: Option<DateTime<Utc>>,
    decided_by: Option<Uuid>,
    decided_for: Option<Uuid>,
    comment: Option<String>,
}

impl StepRow {
    pub fn step(self) -> Answer<Step> {
        Ok(Step {
            id: self.id,
            seek: Seek {
                relation: parse(&self.relation)?,
                base: parse(&self.base)?,
                named: self.named_id,
                field: self.field.as_deref().map(parse).transpose()?,
            },
            name: self.name,
            place: Place {
                level: parse(&self.level)?,
                holder: self.holder_id,
                stands_for: self.for_id,
            },
            state: parse(&self.state)?,
            deadline_hours: self.deadline_hours,
            opened_at: self.opened_at,
            due_at: self.due_at,
            check_at: self.check_at,
            reminded_at: self.reminded_at,
            decided_at: self.decided_at,
            decided_by: self.decided_by,
            decided_for: self.decided_for,
            comment: self.comment,
        })
    }
}

/// Steps of a request in order: of one round, or of all.
pub fn steps_of(conn: &mut AnyConn, approval: Uuid, round: Option<i64>) -> Answer<Vec<StepRow>> {
    use approval_steps as s;
    let mut q = s::table
        .filter(s::approval_id.eq(g(approval)))
        .order((s::round, s::position))
        .select(StepRow::as_select())
        .into_boxed::<crate::db::MultiBackend>();
    if let Some(round) = round {
        q = q.filter(s::round.eq(round));
    }
    Ok(q.load(conn)?)
}

/// Facts as columns of the request.
pub type FactColumns = (
    diesel::dsl::Eq<approvals::half_days, Option<i64>>,
    diesel::dsl::Eq<approvals::amount, Option<i64>>,
    diesel::dsl::Eq<approvals::currency, Option<String>>,
    diesel::dsl::Eq<approvals::category, Option<String>>,
    diesel::dsl::Eq<approvals::facts, String>,
    diesel::dsl::Eq<approvals::beneficiaries, String>,
);

pub fn facts_of(facts: &Facts) -> FactColumns {
    let (amount, currency) = facts.amount.clone().unzip();
    (
        approvals::half_days.eq(facts.half_days),
        approvals::amount.eq(amount),
        approvals::currency.eq(currency),
        approvals::category.eq(facts.category.clone()),
        approvals::facts.eq(facts.more.to_string()),
        approvals::beneficiaries.eq(serde_json::json!(facts.beneficiaries).to_string()),
    )
}

/// The row of a request that the caller may follow: withdraw, remind, submit again.
pub fn followed(row: &Row, grant: &Grant) -> Answer<()> {
    if row.follows(grant.me()) {
        return Ok(());
    }
    Err(Refusal::new(Code::Forbidden))
}

/// Facts for the texts of a request's notifications.
pub fn payload(row: &Row) -> Answer<Value> {
    let facts = row.facts()?;
    Ok(serde_json::json!({
        "kind": row.kind,
        "half_days": facts.half_days,
        "amount": facts.amount,
        "category": facts.category,
        "more": facts.more,
    }))
}
