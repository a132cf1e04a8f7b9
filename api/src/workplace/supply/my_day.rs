//! What has to be ordered, in "my day" of whoever keeps the stock.

use contract::access::Field;
use contract::my_day::DayItem;
use contract::{Action, Text};
use diesel::prelude::*;

use super::CLAUSE;
use super::store::{LOW, Row};
use crate::access::Grant;
use crate::db::AnyConn;
use crate::db::schema::supply_items as s;
use crate::db::sql::Predicate;
use crate::problem::Answer;

const MOST: i64 = 10;

const LEFT: Text = Text::new("現有", "现有", "Left");
const LEVEL: Text = Text::new("再訂購量", "再订购量", "reorder level");

pub fn day_items(conn: &mut AnyConn, grant: &Grant) -> Answer<Vec<DayItem>> {
    let keeps = grant.permits(Action::SupplyManage)
        && grant.may(Action::SupplyManage, None, None, Field::Workplace);
    if !keeps {
        return Ok(Vec::new());
    }
    let found: Vec<Row> = s::table
        .filter(Predicate::new().sql(LOW))
        .order((s::name, s::id))
        .limit(MOST)
        .select(Row::as_select())
        .load(conn)?;
    let what = Text::new("用品需補貨", "用品需补货", "To be ordered");
    let one = |row: Row| DayItem {
        kind: match row.on_hand {
            0 => "supply_out",
            _ => "supply_low",
        }
        .to_owned(),
        title: format!("{} · {}", what.get(grant.locale), row.name),
        detail: format!(
            "{} {} {} · {} {}",
            LEFT.get(grant.locale),
            row.on_hand,
            row.unit,
            LEVEL.get(grant.locale),
            row.reorder_level
        ),
        due_at: None,
        path: format!("/supplies/{}", row.id),
        subject_id: Some(row.id),
        clause: Some(CLAUSE.to_owned()),
    };
    Ok(found.into_iter().map(one).collect())
}
