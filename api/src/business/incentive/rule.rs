//! The rules as data: on which indicator and period, from which attainment on how much. Changed by the manager.

use chrono::{DateTime, NaiveDate, Utc};
use contract::access::Field;
use contract::incentive::{
    IncentiveRule, IncentiveRulePatch, IncentiveRuleQuery, IncentiveTier, NewIncentiveRule,
};
use contract::leave::Names;
use contract::target::{Indicator, IndicatorUnit};
use contract::{Action, Code, Page};
use diesel::prelude::*;
use uuid::Uuid;

use crate::access::Grant;
use crate::business::target::indicators;
use crate::db::schema::incentive_rules as r;
use crate::db::sql::{Bind, Kept};
use crate::db::types::{g, t};
use crate::db::words::{parse, word};
use crate::db::{AnyConn, MultiBackend, Tx};
use crate::engine::record::Record;
use crate::http::page::{Kind, Paging, SortKey};
use crate::http::perform::{current, fresh};
use crate::organization::settings;
use crate::problem::{Answer, Refusal, internal};

pub const CLAUSE: &str = "5.3.3";

pub const SORTS: &[SortKey] = &[SortKey {
    name: "created_at",
    column: "incentive_rules.created_at",
    kind: Kind::Ts,
}];

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = r)]
pub struct Rule {
    pub id: Uuid,
    pub name_zh_hant: String,
    pub name_zh_hans: String,
    pub name_en: String,
    pub indicator_id: Uuid,
    pub period: String,
    pub level: String,
    pub tiers: String,
    pub cap: Option<i64>,
    pub currency: String,
    pub starts_on: NaiveDate,
    pub ends_on: Option<NaiveDate>,
    pub decide_days: i64,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

impl Rule {
    pub fn names(&self) -> Names {
        Names {
            zh_hant: self.name_zh_hant.clone(),
            zh_hans: self.name_zh_hans.clone(),
            en: self.name_en.clone(),
        }
    }

    fn named(&mut self, names: &Names) {
        self.name_zh_hant.clone_from(&names.zh_hant);
        self.name_zh_hans.clone_from(&names.zh_hans);
        self.name_en.clone_from(&names.en);
    }

    pub fn tiers(&self) -> Answer<Vec<IncentiveTier>> {
        read_tiers(&self.tiers)
    }

    fn shown(self, grant: &Grant) -> Answer<IncentiveRule> {
        Ok(IncentiveRule {
            id: self.id,
            names: self.names(),
            indicator_id: self.indicator_id,
            period: parse(&self.period)?,
            level: parse(&self.level)?,
            tiers: self.tiers()?,
            cap: self.cap,
            currency: self.currency,
            starts_on: self.starts_on,
            ends_on: self.ends_on,
            decide_days: self.decide_days,
            version: self.version,
            created_at: self.created_at,
            updated_at: self.updated_at,
            allowed_actions: grant.allowed(
                &[Action::IncentiveRuleManage],
                None,
                None,
                Field::Business,
            ),
        })
    }
}

pub fn read_tiers(text: &str) -> Answer<Vec<IncentiveTier>> {
    serde_json::from_str(text).map_err(internal)
}

fn write_tiers(tiers: &[IncentiveTier]) -> Answer<String> {
    serde_json::to_string(tiers).map_err(internal)
}

/// Not reach-checked: everybody works by them.
pub fn one(conn: &mut AnyConn, id: Uuid) -> Answer<Rule> {
    Ok(r::table.find(g(id)).select(Rule::as_select()).first(conn)?)
}

/// Everybody may see it, so no reach is asked.
pub fn get(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<IncentiveRule> {
    one(conn, id)?.shown(grant)
}

/// Everybody may see them, so no reach is asked.
pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &IncentiveRuleQuery,
    paging: &Paging,
) -> Answer<Page<IncentiveRule>> {
    let narrowed = || {
        let mut q = r::table
            .select(Rule::as_select())
            .into_boxed::<MultiBackend>();
        if let Some(indicator) = query.indicator_id {
            q = q.filter(r::indicator_id.eq(g(indicator)));
        }
        q
    };
    let key = |row: &Rule, _: &str| (Bind::ts(row.created_at), row.id);
    let page: Page<Rule> = crate::page_of!(conn, paging, narrowed, key);
    page.try_map(|row| row.shown(grant))
}

/// The rules are the whole department's: a narrower key is refused.
pub fn create(tx: &mut Tx, grant: &Grant, new: &NewIncentiveRule) -> Answer<IncentiveRule> {
    grant.whole_department()?;
    let indicator = indicators(tx.conn)?;
    let indicator = indicator.into_iter().find(|one| one.id == new.indicator_id);
    let indicator = indicator.ok_or_else(|| {
        Refusal::new(Code::UnknownReference)
            .clause(CLAUSE)
            .at("/indicator_id")
    })?;
    fit(&indicator, &new.tiers)?;
    in_order(new.starts_on, new.ends_on)?;
    let (_, _, currency) = settings::basics(tx.conn)?;
    let now = grant.acting.now;
    let mut made = Rule {
        id: crate::clock::new_id(),
        name_zh_hant: String::new(),
        name_zh_hans: String::new(),
        name_en: String::new(),
        indicator_id: indicator.id,
        period: word(&new.period),
        level: word(&new.level),
        tiers: write_tiers(&new.tiers)?,
        cap: new.cap,
        currency,
        starts_on: new.starts_on,
        ends_on: new.ends_on,
        decide_days: new.decide_days,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    made.named(&new.names);
    diesel::insert_into(r::table)
        .values((
            r::id.eq(g(made.id)),
            r::name_zh_hant.eq(&made.name_zh_hant),
            r::name_zh_hans.eq(&made.name_zh_hans),
            r::name_en.eq(&made.name_en),
            r::indicator_id.eq(g(made.indicator_id)),
            r::period.eq(&made.period),
            r::level.eq(&made.level),
            r::tiers.eq(&made.tiers),
            r::cap.eq(made.cap),
            r::currency.eq(&made.currency),
            r::starts_on.eq(made.starts_on),
            r::ends_on.eq(made.ends_on),
            r::decide_days.eq(made.decide_days),
            r::version.eq(1),
            r::created_at.eq(t(now)),
            r::updated_at.eq(t(now)),
        ))
        .execute(tx.conn)?;
    record("incentive_rule.created", &made)
        .change("tiers", (), &new.tiers)
        .change("cap", (), made.cap)
        .change("starts_on", (), made.starts_on)
        .write(tx, &grant.acting);
    made.shown(grant)
}

pub fn update(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    patch: &IncentiveRulePatch,
    known: i64,
) -> Answer<IncentiveRule> {
    grant.whole_department()?;
    let old = one(tx.conn, id)?;
    fresh(known, old.version)?;
    let mut new = old.clone();
    if let Some(names) = &patch.names {
        new.named(names);
    }
    if let Some(tiers) = &patch.tiers {
        let known = indicators(tx.conn)?;
        let indicator = known.iter().find(|one| one.id == old.indicator_id);
        fit(
            indicator.ok_or_else(|| internal("a rule of no indicator"))?,
            tiers,
        )?;
        new.tiers = write_tiers(tiers)?;
    }
    new.cap = patch.cap.unwrap_or(old.cap);
    new.ends_on = patch.ends_on.unwrap_or(old.ends_on);
    new.decide_days = patch.decide_days.unwrap_or(old.decide_days);
    in_order(new.starts_on, new.ends_on)?;
    let record = record("incentive_rule.updated", &new)
        .change("names", old.names(), new.names())
        .change("tiers", old.tiers()?, new.tiers()?)
        .change("cap", old.cap, new.cap)
        .change("ends_on", old.ends_on, new.ends_on)
        .change("decide_days", old.decide_days, new.decide_days);
    if !record.unchanged() {
        new.version = old.version + 1;
        new.updated_at = grant.acting.now;
        let change = diesel::update(r::table.find(g(id)).filter(r::version.eq(old.version))).set((
            r::name_zh_hant.eq(&new.name_zh_hant),
            r::name_zh_hans.eq(&new.name_zh_hans),
            r::name_en.eq(&new.name_en),
            r::tiers.eq(&new.tiers),
            r::cap.eq(new.cap),
            r::ends_on.eq(new.ends_on),
            r::decide_days.eq(new.decide_days),
            r::version.eq(new.version),
            r::updated_at.eq(t(new.updated_at)),
        ));
        current(Kept(change).execute(tx.conn)?)?;
        record.write(tx, &grant.acting);
    }
    new.shown(grant)
}

/// A share is one of money, an amount for each piece one of counts.
fn fit(indicator: &Indicator, tiers: &[IncentiveTier]) -> Answer<()> {
    let mut wrong = Refusal::new(Code::Invalid).clause(CLAUSE);
    for (n, tier) in tiers.iter().enumerate() {
        match indicator.unit {
            IndicatorUnit::Money if tier.each != 0 => {
                wrong = wrong.field(format!("/tiers/{n}/each"), "unit", "");
            }
            IndicatorUnit::Count if tier.share != 0 => {
                wrong = wrong.field(format!("/tiers/{n}/share"), "unit", "");
            }
            _ => {}
        }
    }
    match wrong.errors().is_empty() {
        true => Ok(()),
        false => Err(wrong),
    }
}

fn in_order(first: NaiveDate, last: Option<NaiveDate>) -> Answer<()> {
    match last {
        Some(last) if last < first => {
            Err(Refusal::new(Code::DateOrder).clause(CLAUSE).at("/ends_on"))
        }
        _ => Ok(()),
    }
}

fn record(event: &'static str, rule: &Rule) -> Record {
    Record::new(event, "incentive_rule", rule.id, &rule.name_zh_hant).clause(CLAUSE)
}
