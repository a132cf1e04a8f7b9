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
use crate::engine::record::{Acting, Record};
use crate::http::page::{Kind, Paging, SortKey};
use crate::organization::{employee, people};
use crate::problem::{Answer, Refusal};
use contract::Code;

pub const SORTS: &[SortKey] = &[SortKey {
    name: "created_at",
    column: "attachments.created_at",
    kind: Kind::Ts,
}];
/// Documents of employees, and what may be done to them.
pub const EMPLOYEE: &str = "employee";
pub const DOCUMENT: &[Action] = &[Action::DocumentRead, Action::DocumentManage];
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

/// Which record files belong to, and whose it is.
pub struct Subject {
    pub kind: &'static str,
    pub id: Uuid,
    pub owner: Option<Uuid>,
    pub team: Option<Uuid>,
}

/// A file whose content is stored already.
pub struct Received {
    pub name: String,
    pub size: i64,
    pub stored: Stored,
}

/// Files of one record, by kind and id. Not reach-checked: callers have found that the record may be seen.
pub fn of_subject(
    conn: &mut AnyConn,
    grant: &Grant,
    (kind, subject): (&'static str, Uuid),
    actions: &[Action],
    paging: &Paging,
) -> Answer<Page<Attachment>> {
    let narrowed = || {
        a::table
            .filter(a::subject_id.eq(g(subject)))
            .filter(a::subject_kind.eq(kind))
            .filter(a::removed_at.is_null())
            .select(Row::as_select())
            .into_boxed::<MultiBackend>()
    };
    let page = crate::page_of!(conn, paging, narrowed, |r: &Row, _| (
        Bind::ts(r.created_at),
        r.id
    ));
    page.complete(|rows| complete(conn, grant, actions, rows))
}

/// One file of a record. Not reach-checked, as [`of_subject`].
pub fn row_of(conn: &mut AnyConn, (kind, subject): (&'static str, Uuid), id: Uuid) -> Answer<Row> {
    Ok(a::table
        .filter(a::id.eq(g(id)))
        .filter(a::subject_kind.eq(kind))
        .filter(a::subject_id.eq(g(subject)))
        .filter(a::removed_at.is_null())
        .select(Row::as_select())
        .first(conn)?)
}

/// The same as the API shows it.
pub fn one(
    conn: &mut AnyConn,
    grant: &Grant,
    subject: (&'static str, Uuid),
    actions: &[Action],
    id: Uuid,
) -> Answer<Attachment> {
    let row = row_of(conn, subject, id)?;
    complete(conn, grant, actions, vec![row])?
        .pop()
        .ok_or_else(|| Refusal::new(Code::NotFound))
}

/// A document of an employee inside the reach; files of other records are seen through those.
pub fn row(conn: &mut AnyConn, reach: &Reach, id: Uuid) -> Answer<Row> {
    let q = a::table
        .filter(a::id.eq(g(id)))
        .filter(a::subject_kind.eq(EMPLOYEE))
        .filter(a::removed_at.is_null())
        .filter(reach.on(COLUMNS));
    Ok(q.select(Row::as_select()).first(conn)?)
}

pub fn get(conn: &mut AnyConn, grant: &Grant, reach: &Reach, id: Uuid) -> Answer<Attachment> {
    let row = row(conn, reach, id)?;
    complete(conn, grant, DOCUMENT, vec![row])?
        .pop()
        .ok_or_else(|| Refusal::new(Code::NotFound))
}

fn complete(
    conn: &mut AnyConn,
    grant: &Grant,
    actions: &[Action],
    rows: Vec<Row>,
) -> Answer<Vec<Attachment>> {
    let people = people::by_ids(conn, rows.iter().filter_map(|r| r.created_by).collect())?;
    let to = |r: Row| Attachment {
        allowed_actions: grant.allowed(actions, r.team_id, r.owner_id, Field::People),
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

/// Files a stored content with a record. Not reach-checked, not recorded: callers do both.
pub fn insert(tx: &mut Tx, acting: &Acting, subject: &Subject, file: &Received) -> Answer<Uuid> {
    let id = clock::new_id();
    diesel::insert_into(a::table)
        .values((
            a::id.eq(g(id)),
            a::subject_kind.eq(subject.kind),
            a::subject_id.eq(g(subject.id)),
            a::owner_id.eq(g(subject.owner)),
            a::team_id.eq(g(subject.team)),
            a::file_name.eq(&file.name),
            a::media_type.eq(file.stored.media_type),
            a::size.eq(file.size),
            a::sha256.eq(&file.stored.sha256),
            a::created_by.eq(g(acting.employee_id)),
            a::created_at.eq(t(acting.now)),
            a::removed_at.eq(t(None::<DateTime<Utc>>)),
        ))
        .execute(tx.conn)?;
    Ok(id)
}

/// Files a stored content with an employee inside the reach.
pub fn add_to_employee(
    tx: &mut Tx,
    grant: &Grant,
    subject: Uuid,
    file: &Received,
) -> Answer<Attachment> {
    let person = employee::store::row(tx.conn, grant.reach(), subject)?;
    let of = Subject {
        kind: EMPLOYEE,
        id: subject,
        owner: Some(subject),
        team: person.team_id,
    };
    let id = insert(tx, &grant.acting, &of, file)?;
    Record::new("attachment.added", "employee", subject, &person.name)
        .team(person.team_id)
        .owner(Some(subject))
        .clause("2.1")
        .change("file", (), &file.name)
        .change("sha256", (), &file.stored.sha256)
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
