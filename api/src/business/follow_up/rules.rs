//! After how many days a customer is due again, by class: one row of data, changed by the manager.

use chrono::{DateTime, Utc};
use contract::Action;
use contract::access::Field;
use contract::activity::{FollowUpRules, FollowUpRulesPatch};
use diesel::prelude::*;

use super::job;
use crate::access::Grant;
use crate::db::schema::follow_up_rules as f;
use crate::db::types::t;
use crate::db::{AnyConn, Tx};
use crate::engine::record::Record;
use crate::http::perform::{current, fresh};
use crate::problem::Answer;

/// The rules as they hold.
#[derive(Debug, Clone, Queryable)]
pub struct Cadence {
    _id: i64,
    a: Option<i64>,
    b: Option<i64>,
    c: Option<i64>,
    d: Option<i64>,
    unclassified: Option<i64>,
    version: i64,
    updated_at: DateTime<Utc>,
}

/// Not reach-checked: known to the whole department.
pub fn cadence(conn: &mut AnyConn) -> Answer<Cadence> {
    Ok(f::table.select(f::all_columns).first(conn)?)
}

impl Cadence {
    /// Days of a class.
    pub fn of(&self, class: Option<&str>) -> Option<i64> {
        match class {
            Some("a") => self.a,
            Some("b") => self.b,
            Some("c") => self.c,
            Some("d") => self.d,
            _ => self.unclassified,
        }
    }
}

fn shown(grant: &Grant, row: Cadence) -> FollowUpRules {
    FollowUpRules {
        a: row.a,
        b: row.b,
        c: row.c,
        d: row.d,
        unclassified: row.unclassified,
        version: row.version,
        updated_at: row.updated_at,
        allowed_actions: grant.allowed(&[Action::CadenceManage], None, None, Field::Business),
    }
}

/// The rules of the department, for whoever is signed in.
pub fn load(conn: &mut AnyConn, grant: &Grant) -> Answer<FollowUpRules> {
    Ok(shown(grant, cadence(conn)?))
}

/// Who is due follows in a job: there may be a million of them.
pub fn save(
    tx: &mut Tx,
    grant: &Grant,
    patch: &FollowUpRulesPatch,
    known: i64,
) -> Answer<FollowUpRules> {
    grant.whole_department()?;
    let old = cadence(tx.conn)?;
    fresh(known, old.version)?;
    let mut new = old.clone();
    new.a = patch.a.unwrap_or(old.a);
    new.b = patch.b.unwrap_or(old.b);
    new.c = patch.c.unwrap_or(old.c);
    new.d = patch.d.unwrap_or(old.d);
    new.unclassified = patch.unclassified.unwrap_or(old.unclassified);
    let record = Record::new(
        "follow_up.rules_changed",
        "follow_up_rules",
        grant.me(),
        "5.1.4",
    )
    .clause("5.1.4")
    .change("a", old.a, new.a)
    .change("b", old.b, new.b)
    .change("c", old.c, new.c)
    .change("d", old.d, new.d)
    .change("unclassified", old.unclassified, new.unclassified);
    if record.unchanged() {
        return Ok(shown(grant, old));
    }
    new.version = old.version + 1;
    new.updated_at = grant.acting.now;
    let changed = diesel::update(f::table.filter(f::version.eq(old.version)))
        .set((
            f::a.eq(new.a),
            f::b.eq(new.b),
            f::c.eq(new.c),
            f::d.eq(new.d),
            f::unclassified.eq(new.unclassified),
            f::version.eq(new.version),
            f::updated_at.eq(t(new.updated_at)),
        ))
        .execute(tx.conn)?;
    current(changed)?;
    record.write(tx, &grant.acting);
    job::order(tx, grant)?;
    Ok(shown(grant, new))
}
