//! What may be asked for, and within how many working days: the department's data, changed by the manager.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use contract::access::Field;
use contract::leave::Names;
use contract::service::{
    NewServiceCategory, ServiceCategories, ServiceCategory, ServiceCategoryPatch,
    ServiceCategoryRef,
};
use contract::{Action, Locale};
use diesel::prelude::*;
use uuid::Uuid;

use super::logic;
use crate::access::Grant;
use crate::db::schema::service_categories as c;
use crate::db::sql::Kept;
use crate::db::types::{g, t};
use crate::db::words::{parse, word};
use crate::db::{AnyConn, Tx};
use crate::engine::record::Record;
use crate::http::perform::{current, fresh};
use crate::people::calendar;
use crate::problem::{Answer, Refusal};

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = c)]
pub struct Category {
    pub id: Uuid,
    pub key: String,
    pub name_zh_hant: String,
    pub name_zh_hans: String,
    pub name_en: String,
    pub kind: String,
    pub deadline_days: i64,
    pub active: bool,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

impl Category {
    fn names(&self) -> Names {
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

    fn shown(self, grant: &Grant) -> Answer<ServiceCategory> {
        Ok(ServiceCategory {
            id: self.id,
            names: self.names(),
            kind: parse(&self.kind)?,
            key: self.key,
            deadline_days: self.deadline_days,
            active: self.active,
            version: self.version,
            created_at: self.created_at,
            updated_at: self.updated_at,
            allowed_actions: grant.allowed(
                &[Action::ServiceCategoryManage],
                None,
                None,
                Field::Business,
            ),
        })
    }

    /// By when something opened on that day is answered: by the department's working days, not those of one person's schedule.
    pub fn due_on(&self, conn: &mut AnyConn, from: NaiveDate) -> Answer<NaiveDate> {
        let ahead = chrono::Days::new(logic::horizon(self.deadline_days));
        let last = from.checked_add_days(ahead).unwrap_or(from);
        let office = calendar::load(conn, Some(&[]), from, last)?.of(Uuid::nil());
        Ok(logic::due_on(from, self.deadline_days, |day| {
            office.works(day)
        }))
    }
}

/// Not reach-checked: everybody works by them.
pub fn one(conn: &mut AnyConn, id: Uuid) -> Answer<Category> {
    Ok(c::table
        .find(g(id))
        .select(Category::as_select())
        .first(conn)?)
}

/// Each with its name in a language; not reach-checked, as [`one`].
pub fn names(conn: &mut AnyConn, locale: Locale) -> Answer<HashMap<Uuid, ServiceCategoryRef>> {
    let rows: Vec<Category> = c::table.select(Category::as_select()).load(conn)?;
    let named = |row: Category| {
        let name = row.names().get(locale).to_owned();
        let (id, key) = (row.id, row.key);
        (id, ServiceCategoryRef { id, key, name })
    };
    Ok(rows.into_iter().map(named).collect())
}

/// Everybody may see them, so no reach is asked.
pub fn list(conn: &mut AnyConn, grant: &Grant) -> Answer<ServiceCategories> {
    let rows: Vec<Category> = c::table
        .order((c::kind.desc(), c::key))
        .select(Category::as_select())
        .load(conn)?;
    let shown = rows.into_iter().map(|row| row.shown(grant));
    Ok(ServiceCategories {
        data: shown.collect::<Answer<_>>()?,
    })
}

/// Everybody may see it, so no reach is asked.
pub fn get(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<ServiceCategory> {
    one(conn, id)?.shown(grant)
}

/// The categories are the whole department's: a narrower key is refused.
pub fn create(tx: &mut Tx, grant: &Grant, new: &NewServiceCategory) -> Answer<ServiceCategory> {
    grant.whole_department()?;
    let now = grant.acting.now;
    let mut made = Category {
        id: crate::clock::new_id(),
        key: new.key.clone(),
        name_zh_hant: String::new(),
        name_zh_hans: String::new(),
        name_en: String::new(),
        kind: word(&new.kind),
        deadline_days: new.deadline_days,
        active: true,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    made.named(&new.names);
    diesel::insert_into(c::table)
        .values((
            c::id.eq(g(made.id)),
            c::key.eq(&made.key),
            c::name_zh_hant.eq(&made.name_zh_hant),
            c::name_zh_hans.eq(&made.name_zh_hans),
            c::name_en.eq(&made.name_en),
            c::kind.eq(&made.kind),
            c::deadline_days.eq(made.deadline_days),
            c::active.eq(true),
            c::version.eq(1),
            c::created_at.eq(t(now)),
            c::updated_at.eq(t(now)),
        ))
        .execute(tx.conn)?;
    record("service_category.created", &made)
        .change("key", (), &made.key)
        .change("deadline_days", (), made.deadline_days)
        .write(tx, &grant.acting);
    made.shown(grant)
}

pub fn update(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    patch: &ServiceCategoryPatch,
    known: i64,
) -> Answer<ServiceCategory> {
    grant.whole_department()?;
    let old = one(tx.conn, id)?;
    fresh(known, old.version)?;
    let mut new = old.clone();
    if let Some(names) = &patch.names {
        new.named(names);
    }
    new.deadline_days = patch.deadline_days.unwrap_or(old.deadline_days);
    new.active = patch.active.unwrap_or(old.active);
    let record = record("service_category.updated", &new)
        .change("names", old.names(), new.names())
        .change("deadline_days", old.deadline_days, new.deadline_days)
        .change("active", old.active, new.active);
    if !record.unchanged() {
        new.version = old.version + 1;
        new.updated_at = grant.acting.now;
        let change = diesel::update(c::table.find(g(id)).filter(c::version.eq(old.version))).set((
            c::name_zh_hant.eq(&new.name_zh_hant),
            c::name_zh_hans.eq(&new.name_zh_hans),
            c::name_en.eq(&new.name_en),
            c::deadline_days.eq(new.deadline_days),
            c::active.eq(new.active),
            c::version.eq(new.version),
            c::updated_at.eq(t(new.updated_at)),
        ));
        current(Kept(change).execute(tx.conn)?)?;
        record.write(tx, &grant.acting);
    }
    new.shown(grant)
}

fn record(event: &'static str, category: &Category) -> Record {
    Record::new(
        event,
        "service_category",
        category.id,
        &category.name_zh_hant,
    )
    .clause("5.1.5")
}

/// The active category that a request is opened under.
pub fn active(conn: &mut AnyConn, id: Uuid) -> Answer<Category> {
    let found = c::table
        .find(g(id))
        .filter(c::active.eq(true))
        .select(Category::as_select())
        .first(conn)
        .optional()?;
    found.ok_or_else(|| {
        Refusal::new(contract::Code::UnknownReference)
            .clause("5.1.5")
            .at("/category_id")
    })
}
