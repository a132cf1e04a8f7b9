use actix_web::web;
use chrono::{DateTime, Utc};
use contract::access::Field;
use contract::attachment::Attachment;
use contract::{Action, Page};
use diesel::prelude::*;
use uuid::Uuid;

use super::files::Stored;
use crate::access::reach::Columns;
use crate::access::{Grant, Reach};
use crate::app::App;
use crate::clock;
use crate::db::schema::attachments as a;
use crate::db::sql::Bind;
use crate::db::types::{g, t};
use crate::db::{AnyConn, MultiBackend, Tx};
use crate::engine::record::Record;
use crate::http::page::{Kind, Paging, SortKey};
use crate::organization::{employee, people};
use crate::problem::{Answer, Refusal};
use contract::Code;

pub const SORTS: &[SortKey] = &[SortKey {
    name: "created_at",
    column: "attachments.created_at",
    kind: Kind::Ts,
}];
const COLUMNS: Columns = Columns {
    team: "attachments.team_id",
    owner: "attachments.owner_id",
    field: Field::People,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = a)]
pub struct Row {
    pub id: Uuid,
    subject_kind: String,
    subject_id: Uuid,
    owner_id: Option<Uuid>,
    team_id: Option<Uuid>,
    pub file_name: String,
    pub media_type: String,
    size: i64,
    pub sha256: String,
    created_by: Option<Uuid>,
    created_at: DateTime<Utc>,
}

pub fn of_subject(
    conn: &mut AnyConn,
    grant: &Grant,
    subject: Uuid,
    paging: &Paging,
) -> Answer<Page<Attachment>> {
    let narrowed = || {
        a::table
            .filter(a::subject_id.eq(g(subject)))
            .filter(a::removed_at.is_null())
            .filter(grant.reach().on(COLUMNS))
            .select(Row::as_select())
            .into_boxed::<MultiBackend>()
    };
    let rows: Vec<Row> = narrowed()
        .filter(paging.after())
        .order(paging.order())
        .limit(paging.fetch())
        .load(conn)?;
    let total = if paging.with_total {
        Some(narrowed().count().get_result(conn)?)
    } else {
        None
    };
    let page = paging.page(rows, |r, _| (Bind::ts(r.created_at), r.id), total, |r| r);
    Ok(Page {
        data: complete(conn, grant, page.data)?,
        next_cursor: page.next_cursor,
        total: page.total,
    })
}

pub fn row(conn: &mut AnyConn, reach: &Reach, id: Uuid) -> Answer<Row> {
    let q = a::table
        .filter(a::id.eq(g(id)))
        .filter(a::removed_at.is_null())
        .filter(reach.on(COLUMNS));
    Ok(q.select(Row::as_select()).first(conn)?)
}

pub fn get(conn: &mut AnyConn, grant: &Grant, reach: &Reach, id: Uuid) -> Answer<Attachment> {
    let row = row(conn, reach, id)?;
    complete(conn, grant, vec![row])?
        .pop()
        .ok_or_else(|| Refusal::new(Code::NotFound))
}

fn complete(conn: &mut AnyConn, grant: &Grant, rows: Vec<Row>) -> Answer<Vec<Attachment>> {
    let people = people::by_ids(conn, rows.iter().filter_map(|r| r.created_by).collect())?;
    let to = |r: Row| Attachment {
        allowed_actions: grant.allowed(
            &[Action::DocumentRead, Action::DocumentManage],
            r.team_id,
            r.owner_id,
            Field::People,
        ),
        created_by: r.created_by.and_then(|id| people.get(&id).cloned()),
        id: r.id,
        subject_kind: r.subject_kind,
        subject_id: r.subject_id,
        file_name: r.file_name,
        media_type: r.media_type,
        size: r.size,
        sha256: r.sha256,
        created_at: r.created_at,
    };
    Ok(rows.into_iter().map(to).collect())
}

/// Files a stored content with an employee inside the reach.
pub fn add_to_employee(
    tx: &mut Tx,
    grant: &Grant,
    subject: Uuid,
    name: &str,
    size: i64,
    stored: &Stored,
) -> Answer<Attachment> {
    let person = employee::store::row(tx.conn, grant.reach(), subject)?;
    let id = clock::new_id();
    diesel::insert_into(a::table)
        .values((
            a::id.eq(g(id)),
            a::subject_kind.eq("employee"),
            a::subject_id.eq(g(subject)),
            a::owner_id.eq(g(subject)),
            a::team_id.eq(g(person.team_id)),
            a::file_name.eq(name),
            a::media_type.eq(stored.media_type),
            a::size.eq(size),
            a::sha256.eq(&stored.sha256),
            a::created_by.eq(g(grant.acting.employee_id)),
            a::created_at.eq(t(grant.acting.now)),
            a::removed_at.eq(t(None::<DateTime<Utc>>)),
        ))
        .execute(tx.conn)?;
    Record::new("attachment.added", "employee", subject, &person.name)
        .team(person.team_id)
        .owner(Some(subject))
        .clause("2.1")
        .change("file", (), name)
        .change("sha256", (), &stored.sha256)
        .notify([subject])
        .write(tx, &grant.acting);
    get(tx.conn, grant, &Reach::system(), id)
}

pub fn remove(tx: &mut Tx, grant: &Grant, id: Uuid) -> Answer<()> {
    let old = row(tx.conn, grant.reach(), id)?;
    diesel::update(a::table.find(g(id)))
        .set(a::removed_at.eq(t(grant.acting.now)))
        .execute(tx.conn)?;
    Record::new(
        "attachment.removed",
        "employee",
        old.subject_id,
        &old.file_name,
    )
    .team(old.team_id)
    .owner(old.owner_id)
    .clause("2.1")
    .change("file", &old.file_name, ())
    .write(tx, &grant.acting);
    Ok(())
}

/// Contents that no attachment has referred to for a day go; their rows stay as history.
pub async fn tidy(app: &web::Data<App>) -> Answer<()> {
    let gone: Vec<String> = app
        .db
        .read(|c| {
            let day_ago = clock::now() - chrono::Duration::days(1);
            let removed: Vec<String> = a::table
                .filter(a::removed_at.lt(t(day_ago)))
                .select(a::sha256)
                .distinct()
                .limit(100)
                .load(c)?;
            let kept: Vec<String> = a::table
                .filter(a::sha256.eq_any(removed.clone()))
                .filter(a::removed_at.is_null())
                .select(a::sha256)
                .load(c)?;
            Ok(removed
                .into_iter()
                .filter(|sha| !kept.contains(sha))
                .collect())
        })
        .await?;
    for sha256 in gone.iter().filter(|sha| app.files.path(sha).exists()) {
        app.files.remove(sha256);
    }
    Ok(())
}
