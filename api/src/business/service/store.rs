use chrono::{DateTime, NaiveDate, Utc};
use contract::access::Field;
use contract::service::{ServiceKind, ServiceRequest, ServiceRequestQuery, ServiceState};
use contract::{Action, Page};
use diesel::prelude::*;
use uuid::Uuid;

use super::category;
use super::logic::{self, Act};
use crate::access::reach::Columns;
use crate::access::{Grant, Reach};
use crate::business::customer::{self, keys};
use crate::db::schema::service_requests as s;
use crate::db::sql::{Bind, Predicate};
use crate::db::types::g;
use crate::db::words::{parse, word};
use crate::db::{AnyConn, MultiBackend};
use crate::http::page::{Kind, Paging, SortKey};
use crate::organization::{people, settings};
use crate::problem::{Answer, Refusal, internal};

pub const SORTS: &[SortKey] = &[
    SortKey {
        name: "created_at",
        column: "service_requests.created_at",
        kind: Kind::Ts,
    },
    SortKey {
        name: "due_on",
        column: "service_requests.due_on",
        kind: Kind::Date,
    },
];

pub const COLUMNS: Columns = Columns {
    team: "service_requests.team_id",
    owner: "service_requests.owner_id",
    field: Field::Business,
};

/// As the partial indexes say it.
const WAITING: &str = "service_requests.state IN ('open', 'in_progress')";

const ACTS: [(Act, Action); 6] = [
    (Act::Update, Action::ServiceUpdate),
    (Act::Answer, Action::ServiceAnswer),
    (Act::Close, Action::ServiceClose),
    (Act::Reopen, Action::ServiceReopen),
    (Act::Rate, Action::ServiceRate),
    (Act::Transfer, Action::ServiceTransfer),
];

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = s)]
pub struct Row {
    pub id: Uuid,
    pub number: i64,
    pub customer_id: Uuid,
    pub category_id: Uuid,
    pub kind: String,
    pub state: String,
    pub channel: String,
    pub description: String,
    pub complained_about_id: Option<Uuid>,
    pub opened_on: NaiveDate,
    pub opened_month: String,
    pub due_on: NaiveDate,
    pub answer: Option<String>,
    pub answered_at: Option<DateTime<Utc>>,
    pub answer_days: Option<i64>,
    pub closed_at: Option<DateTime<Utc>>,
    pub reopened: i64,
    pub score: Option<i64>,
    pub score_comment: Option<String>,
    pub reminded_at: Option<DateTime<Utc>>,
    pub escalated_at: Option<DateTime<Utc>>,
    pub owner_id: Uuid,
    pub team_id: Option<Uuid>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

impl Row {
    pub fn kind(&self) -> Answer<ServiceKind> {
        parse(&self.kind)
    }

    pub fn state(&self) -> Answer<ServiceState> {
        parse(&self.state)
    }

    pub fn clause(&self) -> Answer<&'static str> {
        Ok(logic::clause(self.kind()?))
    }

    /// The state after an act of the caller, who has no hand in what is about themselves.
    pub fn after(&self, grant: &Grant, act: Act) -> Answer<String> {
        let clause = self.clause()?;
        let refused = |code| Refusal::new(code).clause(clause);
        logic::not_about(grant.me(), self.complained_about_id).map_err(refused)?;
        let next = logic::after(act, self.state()?, self.score.is_some()).map_err(refused)?;
        Ok(word(&next))
    }
}

/// The bare row inside a reach.
pub fn row(conn: &mut AnyConn, reach: &Reach, id: Uuid) -> Answer<Row> {
    Ok(s::table
        .filter(s::id.eq(g(id)))
        .filter(reach.on(COLUMNS))
        .select(Row::as_select())
        .first(conn)?)
}

pub fn get(conn: &mut AnyConn, grant: &Grant, id: Uuid) -> Answer<ServiceRequest> {
    let row = row(conn, grant.reach(), id)?;
    shown(conn, grant, row)
}

pub fn shown(conn: &mut AnyConn, grant: &Grant, row: Row) -> Answer<ServiceRequest> {
    let one = complete(conn, grant, vec![row])?.pop();
    one.ok_or_else(|| internal("a row that isn't shown"))
}

/// Nobody has answered them yet.
pub fn waiting() -> Predicate {
    Predicate::new().sql(WAITING)
}

/// Nobody has answered them yet, and their day was before this one.
pub fn overdue(today: NaiveDate) -> Predicate {
    waiting()
        .sql(" AND service_requests.due_on < ")
        .bind(Bind::Date(today))
}

pub fn list(
    conn: &mut AnyConn,
    grant: &Grant,
    query: &ServiceRequestQuery,
    paging: &Paging,
) -> Answer<Page<ServiceRequest>> {
    let today = settings::today(conn, grant.acting.now)?;
    let named = query.q.as_deref().map(asked);
    let narrowed = |range: Predicate| {
        let mut q = s::table
            .select(Row::as_select())
            .into_boxed::<MultiBackend>()
            .filter(range);
        if let Some(named) = &named {
            q = q.filter(named.clone());
        }
        if let Some(kind) = query.kind {
            q = q.filter(s::kind.eq(word(&kind)));
        }
        if let Some(state) = query.state {
            q = q.filter(s::state.eq(word(&state)));
        }
        q = match query.waiting {
            Some(true) => q.filter(waiting()),
            Some(false) => q.filter(s::answered_at.is_not_null()),
            None => q,
        };
        q = match query.overdue {
            Some(true) => q.filter(overdue(today)),
            Some(false) => q.filter(s::answered_at.is_not_null().or(s::due_on.ge(today))),
            None => q,
        };
        if let Some(category) = query.category_id {
            q = q.filter(s::category_id.eq(g(category)));
        }
        if let Some(customer) = query.customer_id {
            q = q.filter(s::customer_id.eq(g(customer)));
        }
        if let Some(owner) = query.owner_id {
            q = q.filter(s::owner_id.eq(g(owner)));
        }
        if let Some(team) = query.team_id {
            q = q.filter(s::team_id.eq(g(team)));
        }
        q
    };
    let key = |r: &Row, sort: &str| {
        let value = match sort {
            "due_on" => Bind::Date(r.due_on),
            _ => Bind::ts(r.created_at),
        };
        (value, r.id)
    };
    let ranges = grant.reach().ranges(COLUMNS);
    let page: Page<Row> = crate::page_of!(conn, paging, ranges, narrowed, key);
    page.complete(|rows| complete(conn, grant, rows))
}

/// The one of that number, or those of customers whose name begins like this.
fn asked(text: &str) -> Predicate {
    let digits = text.trim().trim_start_matches('#');
    if let Ok(number) = digits.parse() {
        return Predicate::new()
            .sql("service_requests.number = ")
            .bind(Bind::Int(number));
    }
    let keys = keys(text);
    if keys.pinyin.is_empty() {
        return Predicate::new().sql("1 = 0");
    }
    let begins = Predicate::begins;
    let p = Predicate::new()
        .sql("service_requests.customer_id IN (SELECT sc.id FROM customers sc WHERE ")
        .join(begins("sc.pinyin", &keys.pinyin));
    let p = match keys.name.is_ascii() {
        true => p.sql(" OR ").join(begins("sc.initials", &keys.pinyin)),
        // The characters themselves, which many sounds share.
        false => p.sql(" AND ").join(begins("sc.name_key", &keys.name)),
    };
    p.sql(")")
}

fn complete(conn: &mut AnyConn, grant: &Grant, rows: Vec<Row>) -> Answer<Vec<ServiceRequest>> {
    let named = rows
        .iter()
        .flat_map(|r| [Some(r.owner_id), r.complained_about_id]);
    let people = people::by_ids(conn, named.flatten().collect())?;
    let customers = customer::by_ids(conn, rows.iter().map(|r| r.customer_id).collect())?;
    let categories = category::names(conn, grant.locale)?;
    let today = settings::today(conn, grant.acting.now)?;
    let one = |r: Row| {
        let (kind, state) = (r.kind()?, r.state()?);
        let allowed_actions = allowed(grant, &r, state);
        Ok(ServiceRequest {
            id: r.id,
            number: r.number,
            kind,
            state,
            customer: customers
                .get(&r.customer_id)
                .cloned()
                .ok_or_else(|| internal("a request without customer"))?,
            category: categories
                .get(&r.category_id)
                .cloned()
                .ok_or_else(|| internal("a request without category"))?,
            channel: parse(&r.channel)?,
            description: r.description,
            complained_about: r
                .complained_about_id
                .and_then(|id| people.get(&id).cloned()),
            opened_on: r.opened_on,
            due_on: r.due_on,
            overdue: state.waiting() && r.due_on < today,
            answer: r.answer,
            answered_at: r.answered_at,
            answer_days: r.answer_days,
            closed_at: r.closed_at,
            reopened: r.reopened,
            score: r.score,
            score_comment: r.score_comment,
            escalated_at: r.escalated_at,
            owner: people
                .get(&r.owner_id)
                .cloned()
                .ok_or_else(|| internal("a request without owner"))?,
            team_id: r.team_id,
            version: r.version,
            created_at: r.created_at,
            updated_at: r.updated_at,
            allowed_actions,
        })
    };
    rows.into_iter().map(one).collect()
}

fn allowed(grant: &Grant, row: &Row, state: ServiceState) -> Vec<Action> {
    let mine = logic::not_about(grant.me(), row.complained_about_id).is_ok();
    let possible = ACTS
        .iter()
        .filter(|(act, _)| mine && logic::after(*act, state, row.score.is_some()).is_ok());
    let possible: Vec<Action> = possible
        .map(|(_, action)| *action)
        .chain([Action::AuditRead])
        .collect();
    grant.allowed(&possible, row.team_id, Some(row.owner_id), Field::Business)
}
