//! Service requests in "my day": mine that nobody has answered and that are due by tomorrow, the longest waiting first.

use chrono::{Days, NaiveDate};
use contract::Text;
use contract::my_day::DayItem;
use diesel::prelude::*;

use super::store::{Row, waiting};
use super::write::subject;
use crate::access::Grant;
use crate::business::customer;
use crate::db::AnyConn;
use crate::db::schema::service_requests as s;
use crate::db::types::g;
use crate::problem::Answer;

const MOST: i64 = 10;

pub fn day_items(conn: &mut AnyConn, grant: &Grant, today: NaiveDate) -> Answer<Vec<DayItem>> {
    let by = today.checked_add_days(Days::new(1)).unwrap_or(today);
    let due: Vec<Row> = s::table
        .filter(s::owner_id.eq(g(grant.me())))
        .filter(waiting())
        .filter(s::due_on.le(by))
        .order((s::due_on, s::id))
        .limit(MOST)
        .select(Row::as_select())
        .load(conn)?;
    let customers = customer::by_ids(conn, due.iter().map(|row| row.customer_id).collect())?;
    let item = |row: Row| {
        let customer = customers.get(&row.customer_id);
        let name = customer.map(|c| c.name.as_str()).unwrap_or_default();
        item(grant, today, &row, name)
    };
    due.into_iter().map(item).collect()
}

fn item(grant: &Grant, today: NaiveDate, row: &Row, name: &str) -> Answer<DayItem> {
    let late = Text::new("逾期天數", "逾期天数", "days overdue");
    let now = Text::new("今天應答覆", "今天应答复", "Answer due today");
    let soon = Text::new("明天應答覆", "明天应答复", "Answer due tomorrow");
    let days = (today - row.due_on).num_days();
    let (kind, when) = match days {
        1.. => (
            "service_overdue",
            format!("{} {days}", late.get(grant.locale)),
        ),
        0 => ("service_due", now.get(grant.locale).to_owned()),
        _ => ("service_soon", soon.get(grant.locale).to_owned()),
    };
    let begins: String = row.description.chars().take(40).collect();
    Ok(DayItem {
        kind: kind.to_owned(),
        title: subject(row.number, name),
        detail: format!("{when} · {begins}"),
        due_at: None,
        path: format!("/services/{}", row.id),
        subject_id: Some(row.id),
        clause: Some(row.clause()?.to_owned()),
    })
}
