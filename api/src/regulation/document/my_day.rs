//! Documents in "my day": what I have yet to acknowledge; what is to be looked at again, for those who write it.

use chrono::NaiveDate;
use contract::my_day::DayItem;
use contract::{Action, Text};
use diesel::prelude::*;
use uuid::Uuid;

use super::store::{Row, unread, writes};
use crate::access::Grant;
use crate::db::AnyConn;
use crate::db::schema::documents as d;
use crate::problem::Answer;

const MOST: i64 = 10;

const READ: Text = Text::new(
    "請閱讀並簽認現行版本",
    "请阅读并签认现行版本",
    "Read and acknowledge the version that holds",
);
const REVIEW: Text = Text::new("已到檢討日", "已到检讨日", "Due to be looked at again");

pub fn day_items(conn: &mut AnyConn, grant: &Grant, today: NaiveDate) -> Answer<Vec<DayItem>> {
    let mut items = Vec::new();
    if grant.permits(Action::RegulationAcknowledge) {
        let open: Vec<Row> = d::table
            .filter(d::active.eq(true))
            .filter(unread(grant.me()))
            .order((d::created_at, d::id))
            .limit(MOST)
            .select(Row::as_select())
            .load(conn)?;
        for row in open {
            items.push(item(grant, &row, ("document_to_read", READ))?);
        }
    }
    if grant.permits(Action::RegulationManage) {
        let due: Vec<Row> = d::table
            .filter(d::active.eq(true))
            .filter(d::review_on.le(today))
            .order((d::review_on, d::id))
            .limit(50)
            .select(Row::as_select())
            .load(conn)?;
        for row in due {
            if writes(grant, row.field()?) {
                items.push(item(grant, &row, ("document_to_review", REVIEW))?);
            }
        }
    }
    Ok(items)
}

fn item(grant: &Grant, row: &Row, (kind, what): (&str, Text)) -> Answer<DayItem> {
    let id: Uuid = row.id;
    Ok(DayItem {
        kind: kind.to_owned(),
        title: row.title().get(grant.locale).to_owned(),
        detail: what.get(grant.locale).to_owned(),
        due_at: None,
        path: format!("/documents/{id}"),
        subject_id: Some(id),
        clause: Some(row.kind()?.clause().to_owned()),
    })
}
