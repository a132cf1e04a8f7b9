use std::collections::HashMap;

use chrono::{DateTime, Utc};
use contract::access::Field;
use contract::leave::{
    BalanceRule, DayCount, EntitlementStep, LeaveType, LeaveTypePatch, LeaveTypeQuery,
    LeaveTypeRef, Names, NewLeaveType,
};
use contract::{Action, Code, Days, Locale, Page};
use diesel::prelude::*;
use uuid::Uuid;

use crate::access::Grant;
use crate::db::schema::leave_types as k;
use crate::db::sql::Bind;
use crate::db::types::{g, t};
use crate::db::words::{parse, word};
use crate::db::{AnyConn, MultiBackend, Tx};
use crate::engine::record::Record;
use crate::http::page::{Kind, Paging, SortKey};
use crate::http::perform::fresh;
use crate::page_of;
use crate::problem::{Answer, Refusal, internal};

pub const SORTS: &[SortKey] = &[SortKey {
    name: "position",
    column: "leave_types.position",
    kind: Kind::Int,
}];

crate::versioned!(LeaveType);
crate::addressed!(LeaveType => "leave-types");
crate::csv_columns!(LeaveType => ["id", "code", "name", "clause", "category", "counts", "pay_percent", "allows_half_days", "notice_days",
    "after_the_fact_days", "certificate_after", "balance", "max_days", "entitlement", "carry_over_max", "carry_over_months", "active",
    "position", "version", "created_at", "updated_at"]);

#[derive(Debug, Clone, PartialEq, Queryable, Selectable)]
#[diesel(table_name = k)]
pub struct Row {
    pub id: Uuid,
    pub code: String,
    pub name_hant: String,
    pub name_hans: String,
    pub name_en: String,
    pub clause: String,
    pub category: String,
    pub counts: String,
    pub pay_percent: i64,
    pub allows_half: bool,
    pub notice_days: i64,
    pub after_days: i64,
    pub certificate_after: Option<i64>,
    pub balance: String,
    pub max_half_days: Option<i64>,
    pub entitlement: String,
    pub carry_half_days: Option<i64>,
    pub carry_months: i64,
    pub active: bool,
    pub position: i64,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// What the pure rules need to know of a type.
#[derive(Debug, Clone, PartialEq)]
pub struct Rules {
    pub active: bool,
    pub allows_half: bool,
    pub counts: DayCount,
    pub notice_days: i64,
    pub after_days: i64,
    pub certificate_after: Option<i64>,
    pub balance: BalanceRule,
    pub max_half_days: Option<i64>,
}

impl Row {
    pub fn rules(&self) -> Answer<Rules> {
        Ok(Rules {
            active: self.active,
            allows_half: self.allows_half,
            counts: parse(&self.counts)?,
            notice_days: self.notice_days,
            after_days: self.after_days,
            certificate_after: self.certificate_after,
            balance: parse(&self.balance)?,
            max_half_days: self.max_half_days,
        })
    }

    pub fn names(&self) -> Names {
        Names {
            zh_hant: self.name_hant.clone(),
            zh_hans: self.name_hans.clone(),
            en: self.name_en.clone(),
        }
    }

    pub fn entitlement(&self) -> Answer<Vec<EntitlementStep>> {
        serde_json::from_str(&self.entitlement).map_err(internal)
    }

    pub fn from_ledger(&self) -> bool {
        self.balance == word(&BalanceRule::Ledger)
    }
}

pub fn reference(row: &Row, locale: Locale) -> Answer<LeaveTypeRef> {
    Ok(LeaveTypeRef {
        id: row.id,
        code: row.code.clone(),
        name: row.names().get(locale).to_owned(),
        category: parse(&row.category)?,
        clause: row.clause.clone(),
    })
}

fn contract_of(grant: &Grant, r: Row) -> Answer<LeaveType> {
    Ok(LeaveType {
        name: r.names().get(grant.locale).to_owned(),
        names: r.names(),
        category: parse(&r.category)?,
        counts: parse(&r.counts)?,
        pay_percent: r.pay_percent as u32,
        allows_half_days: r.allows_half,
        notice_days: r.notice_days as u32,
        after_the_fact_days: r.after_days as u32,
        certificate_after: r.certificate_after.map(Days),
        balance: parse(&r.balance)?,
        max_days: r.max_half_days.map(Days),
        entitlement: r.entitlement()?,
        carry_over_max: r.carry_half_days.map(Days),
        carry_over_months: r.carry_months as u32,
        allowed_actions: grant.allowed(&[Action::LeaveTypeManage], None, None, Field::People),
        id: r.id,
        code: r.code,
        clause: r.clause,
        active: r.active,
        position: r.position,
        version: r.version,
        created_at: r.created_at,
        updated_at: r.updated_at,
    })
}

/// The columns that a patch may change, and version and time of the change.
macro_rules! changeable {
    ($row:expr) => {
        (
            (
                k::name_hant.eq(&$row.name_hant),
                k::name_hans.eq(&$row.name_hans),
                k::name_en.eq(&$row.name_en),
                k::clause.eq(&$row.clause),
                k::counts.eq(&$row.counts),
                k::pay_percent.eq($row.pay_percent),
                k::allows_half.eq($row.allows_half),
                k::notice_days.eq($row.notice_days),
                k::after_days.eq($row.after_days),
            ),
            (
                k::certificate_after.eq($row.certificate_after),
                k::balance.eq(&$row.balance),
                k::max_half_days.eq($row.max_half_days),
                k::entitlement.eq(&$row.entitlement),
                k::carry_half_days.eq($row.carry_half_days),
                k::carry_months.eq($row.carry_months),
                k::active.eq($row.active),
                k::version.eq($row.version),
                k::updated_at.eq(t($row.updated_at)),
            ),
        )
    };
}

/// Everybody reads the types: it takes no reach.
pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &LeaveTypeQuery,
    paging: &Paging,
) -> Answer<Page<LeaveType>> {
    let narrowed = || {
        let mut q = k::table
            .select(Row::as_select())
            .into_boxed::<MultiBackend>();
        if let Some(active) = query.active {
            q = q.filter(k::active.eq(active));
        }
        q
    };
    let page = page_of!(conn, paging, narrowed, |r: &Row, _| (
        Bind::Int(r.position),
        r.id
    ));
    page.try_map(|r| contract_of(grant, r))
}

pub fn get(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<LeaveType> {
    let row = k::table.find(g(id)).select(Row::as_select()).first(conn)?;
    contract_of(grant, row)
}

/// The type that a body names.
pub fn find(conn: &mut AnyConn, id: Uuid) -> Answer<Row> {
    let found: Option<Row> = k::table
        .find(g(id))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    found.ok_or_else(|| {
        Refusal::new(Code::UnknownReference)
            .clause("4.4.4")
            .at("/leave_type_id")
    })
}

/// All types by id; there are a dozen.
pub fn named(conn: &mut AnyConn) -> Answer<HashMap<Uuid, Row>> {
    let rows: Vec<Row> = k::table.select(Row::as_select()).load(conn)?;
    Ok(rows.into_iter().map(|r| (r.id, r)).collect())
}

/// Figures that make no sense together.
fn check(row: &Row) -> Answer<()> {
    let mut refusal = Refusal::new(Code::Invalid).clause("4.4.4");
    for (pointer, value) in [
        ("/certificate_after", row.certificate_after),
        ("/max_days", row.max_half_days.map(|d| d - 1)),
        ("/carry_over_max", row.carry_half_days),
    ] {
        if value.is_some_and(|v| v < 0) {
            refusal = refusal.field(pointer, "range", "");
        }
    }
    if row.entitlement()?.iter().any(|s| s.days.half_days() < 0) {
        refusal = refusal.field("/entitlement", "range", "");
    }
    // Without a ceiling "each time" would be no rule at all.
    if row.balance == word(&BalanceRule::PerRequest) && row.max_half_days.is_none() {
        refusal = refusal.field("/max_days", "required", "");
    }
    match refusal.errors().is_empty() {
        true => Ok(()),
        false => Err(refusal),
    }
}

pub fn create(tx: &mut Tx, grant: &Grant, new: &NewLeaveType) -> Answer<LeaveType> {
    grant.whole_department()?;
    let last: Option<i64> = k::table
        .select(diesel::dsl::max(k::position))
        .first(tx.conn)?;
    let row = row_of(new, last.unwrap_or(0) + 10, grant.acting.now)?;
    check(&row)?;
    insert(tx, &row)?;
    Record::new("leave_type.created", "leave_type", row.id, &row.name_hant)
        .clause("4.4.4")
        .change("type", (), new)
        .write(tx, &grant.acting);
    contract_of(grant, row)
}

pub(super) fn row_of(new: &NewLeaveType, position: i64, now: DateTime<Utc>) -> Answer<Row> {
    Ok(Row {
        id: crate::clock::new_id(),
        code: new.code.clone(),
        name_hant: new.names.zh_hant.clone(),
        name_hans: new.names.zh_hans.clone(),
        name_en: new.names.en.clone(),
        clause: new.clause.clone(),
        category: word(&new.category),
        counts: word(&new.counts),
        pay_percent: i64::from(new.pay_percent),
        allows_half: new.allows_half_days,
        notice_days: i64::from(new.notice_days),
        after_days: i64::from(new.after_the_fact_days),
        certificate_after: new.certificate_after.map(Days::half_days),
        balance: word(&new.balance),
        max_half_days: new.max_days.map(Days::half_days),
        entitlement: serde_json::to_string(&new.entitlement).map_err(internal)?,
        carry_half_days: new.carry_over_max.map(Days::half_days),
        carry_months: i64::from(new.carry_over_months),
        active: true,
        position,
        version: 1,
        created_at: now,
        updated_at: now,
    })
}

pub(super) fn insert(tx: &mut Tx, row: &Row) -> Answer<()> {
    diesel::insert_into(k::table)
        .values((
            k::id.eq(g(row.id)),
            k::code.eq(&row.code),
            k::category.eq(&row.category),
            k::position.eq(row.position),
            k::created_at.eq(t(row.created_at)),
            changeable!(row),
        ))
        .execute(tx.conn)?;
    Ok(())
}

pub fn update(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    patch: &LeaveTypePatch,
    known: i64,
) -> Answer<LeaveType> {
    grant.whole_department()?;
    let old: Row = k::table
        .find(g(id))
        .select(Row::as_select())
        .first(tx.conn)?;
    fresh(known, old.version)?;
    let mut new = old.clone();
    apply(&mut new, patch)?;
    check(&new)?;
    if new != old {
        (new.version, new.updated_at) = (old.version + 1, grant.acting.now);
        let changed = diesel::update(k::table.find(g(id)).filter(k::version.eq(known)))
            .set((k::position.eq(new.position), changeable!(new)))
            .execute(tx.conn)?;
        if changed == 0 {
            return Err(Refusal::new(Code::StaleVersion));
        }
        Record::new("leave_type.updated", "leave_type", id, &new.name_hant)
            .clause("4.4.4")
            .change("type", rendered(&old)?, rendered(&new)?)
            .write(tx, &grant.acting);
    }
    contract_of(grant, new)
}

fn apply(row: &mut Row, patch: &LeaveTypePatch) -> Answer<()> {
    if let Some(names) = &patch.names {
        row.name_hant.clone_from(&names.zh_hant);
        row.name_hans.clone_from(&names.zh_hans);
        row.name_en.clone_from(&names.en);
    }
    if let Some(clause) = &patch.clause {
        row.clause.clone_from(clause);
    }
    if let Some(counts) = patch.counts {
        row.counts = word(&counts);
    }
    if let Some(balance) = patch.balance {
        row.balance = word(&balance);
    }
    if let Some(steps) = &patch.entitlement {
        row.entitlement = serde_json::to_string(steps).map_err(internal)?;
    }
    let number = |to: &mut i64, from: Option<u32>| *to = from.map_or(*to, i64::from);
    number(&mut row.pay_percent, patch.pay_percent);
    number(&mut row.notice_days, patch.notice_days);
    number(&mut row.after_days, patch.after_the_fact_days);
    number(&mut row.carry_months, patch.carry_over_months);
    let days = |to: &mut Option<i64>, from: Option<Option<Days>>| {
        if let Some(from) = from {
            *to = from.map(Days::half_days);
        }
    };
    days(&mut row.certificate_after, patch.certificate_after);
    days(&mut row.max_half_days, patch.max_days);
    days(&mut row.carry_half_days, patch.carry_over_max);
    row.allows_half = patch.allows_half_days.unwrap_or(row.allows_half);
    row.active = patch.active.unwrap_or(row.active);
    row.position = patch.position.unwrap_or(row.position);
    Ok(())
}

/// What the audit trail keeps of a type's state.
fn rendered(r: &Row) -> Answer<serde_json::Value> {
    Ok(serde_json::json!({
        "names": r.names(), "clause": r.clause, "counts": r.counts, "pay_percent": r.pay_percent, "allows_half_days": r.allows_half,
        "notice_days": r.notice_days, "after_the_fact_days": r.after_days, "certificate_after": r.certificate_after.map(Days),
        "balance": r.balance, "max_days": r.max_half_days.map(Days), "entitlement": r.entitlement()?,
        "carry_over_max": r.carry_half_days.map(Days), "carry_over_months": r.carry_months, "active": r.active, "position": r.position,
    }))
}
