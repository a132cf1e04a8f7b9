//! What the department asks for in each stage: five rows that the regulation fixes, whose content is the manager's.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use contract::Action;
use contract::access::Field;
use contract::case::{CaseStage, CaseStageKey, CaseStagePatch, CaseStages};
use contract::leave::Names;
use diesel::prelude::*;
use serde::Serialize;
use uuid::Uuid;

use super::logic::Demands;
use crate::access::Grant;
use crate::db::schema::case_stages as s;
use crate::db::sql::Kept;
use crate::db::types::t;
use crate::db::words::{parse, word};
use crate::db::{AnyConn, Tx};
use crate::engine::record::Record;
use crate::http::perform::{current, fresh};
use crate::problem::{Answer, Refusal, internal};

/// Audit entries are about ids; the stages' are made of their places.
const STAGE_IDS: u128 = 0x5210_0000_0000_4000_8000_0000_0000_0000;

#[derive(Debug, Clone, Queryable)]
pub struct Row {
    key: String,
    place: i64,
    name_zh_hant: String,
    name_zh_hans: String,
    name_en: String,
    needs: String,
    fields: String,
    checks: String,
    stuck_days: i64,
    version: i64,
    updated_at: DateTime<Utc>,
}

/// A stage with what it asks for.
#[derive(Debug, Clone)]
pub struct Stage {
    pub demands: Demands,
    pub names: Names,
    pub place: i64,
    pub stuck_days: i64,
    pub version: i64,
    updated_at: DateTime<Utc>,
}

impl Row {
    fn read(self) -> Answer<Stage> {
        Ok(Stage {
            demands: Demands {
                stage: parse(&self.key)?,
                needs: serde_json::from_str(&self.needs).map_err(internal)?,
                fields: serde_json::from_str(&self.fields).map_err(internal)?,
                checks: serde_json::from_str(&self.checks).map_err(internal)?,
            },
            names: Names {
                zh_hant: self.name_zh_hant,
                zh_hans: self.name_zh_hans,
                en: self.name_en,
            },
            place: self.place,
            stuck_days: self.stuck_days,
            version: self.version,
            updated_at: self.updated_at,
        })
    }
}

impl Stage {
    fn shown(self, grant: &Grant) -> CaseStage {
        CaseStage {
            key: self.demands.stage,
            place: self.place,
            names: self.names,
            needs: self.demands.needs,
            fields: self.demands.fields,
            checks: self.demands.checks,
            stuck_days: self.stuck_days,
            version: self.version,
            updated_at: self.updated_at,
            allowed_actions: grant.allowed(&[Action::CaseStageManage], None, None, Field::Business),
        }
    }
}

/// All five. Not reach-checked: everybody works by them.
pub fn all(conn: &mut AnyConn) -> Answer<HashMap<CaseStageKey, Stage>> {
    let rows: Vec<Row> = s::table.load(conn)?;
    let stages = rows.into_iter().map(Row::read);
    let keyed = |stage: Stage| (stage.demands.stage, stage);
    stages.map(|stage| Ok(keyed(stage?))).collect()
}

/// One stage. Not reach-checked: everybody works by them.
pub fn one(conn: &mut AnyConn, key: CaseStageKey) -> Answer<Stage> {
    let row: Row = s::table.find(word(&key)).first(conn)?;
    row.read()
}

/// Everybody may see them, so no reach is asked.
pub fn list(conn: &mut AnyConn, grant: &Grant) -> Answer<CaseStages> {
    let mut stages: Vec<Stage> = all(conn)?.into_values().collect();
    stages.sort_by_key(|stage| stage.place);
    let data = stages.into_iter().map(|stage| stage.shown(grant)).collect();
    Ok(CaseStages { data })
}

/// Everybody may see it, so no reach is asked.
pub fn get(conn: &mut AnyConn, grant: &Grant, key: CaseStageKey) -> Answer<CaseStage> {
    Ok(one(conn, key)?.shown(grant))
}

/// The stages are the whole department's: a narrower key is refused.
pub fn update(
    tx: &mut Tx,
    grant: &Grant,
    key: CaseStageKey,
    patch: &CaseStagePatch,
    known: i64,
) -> Answer<CaseStage> {
    grant.whole_department()?;
    let old = one(tx.conn, key)?;
    fresh(known, old.version)?;
    let mut new = old.clone();
    if let Some(needs) = &patch.needs {
        new.demands.needs.clone_from(needs);
        new.demands.needs.sort_by_key(|need| *need as u8);
        new.demands.needs.dedup();
    }
    if let Some(fields) = &patch.fields {
        new.demands.fields.clone_from(fields);
    }
    if let Some(checks) = &patch.checks {
        new.demands.checks.clone_from(checks);
    }
    new.stuck_days = patch.stuck_days.unwrap_or(old.stuck_days);
    let id = Uuid::from_u128(STAGE_IDS + new.place.unsigned_abs() as u128);
    let (asked, asks) = (&old.demands, &new.demands);
    let record = Record::new("case_stage.updated", "case_stage", id, &new.names.zh_hant)
        .clause("5.2.1")
        .change("needs", &asked.needs, &asks.needs)
        .change("fields", &asked.fields, &asks.fields)
        .change("checks", &asked.checks, &asks.checks)
        .change("stuck_days", old.stuck_days, new.stuck_days);
    if !record.unchanged() {
        new.version = old.version + 1;
        new.updated_at = grant.acting.now;
        save(tx, &old, &new)?;
        record.write(tx, &grant.acting);
    }
    Ok(new.shown(grant))
}

fn save(tx: &mut Tx, old: &Stage, new: &Stage) -> Answer<()> {
    let row = s::table.find(word(&old.demands.stage));
    let change = diesel::update(row.filter(s::version.eq(old.version))).set((
        s::needs.eq(json(&new.demands.needs)?),
        s::fields.eq(json(&new.demands.fields)?),
        s::checks.eq(json(&new.demands.checks)?),
        s::stuck_days.eq(new.stuck_days),
        s::version.eq(new.version),
        s::updated_at.eq(t(new.updated_at)),
    ));
    current(Kept(change).execute(tx.conn)?)
}

pub fn json(value: &impl Serialize) -> Answer<String> {
    serde_json::to_string(value).map_err(internal)
}

/// A stage that isn't there is our own fault: the rows come with the tables.
pub fn of(stages: &HashMap<CaseStageKey, Stage>, key: CaseStageKey) -> Answer<&Stage> {
    stages
        .get(&key)
        .ok_or_else(|| Refusal::new(contract::Code::Internal))
}
