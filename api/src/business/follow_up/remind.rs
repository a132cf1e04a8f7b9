//! Every morning the owners of due customers are told how many they are: once a day, on one instance.

use actix_web::web;
use chrono::NaiveDate;
use diesel::dsl::count_star;
use diesel::prelude::*;
use uuid::Uuid;

use crate::app::App;
use crate::db::schema::{customers as c, employees, follow_up_reminders as f};
use crate::db::{AnyConn, Tx};
use crate::engine::record::{Acting, Record};
use crate::organization::settings;
use crate::problem::Answer;

pub async fn daily(app: &web::Data<App>) -> Answer<()> {
    match app.db.read(to_tell).await? {
        Some(day) => app.db.write(move |tx| tell(tx, day)).await,
        None => Ok(()),
    }
}

/// Today, when its hour has come and nobody has been told yet.
fn to_tell(conn: &mut AnyConn) -> Answer<Option<NaiveDate>> {
    let Some(day) = settings::morning(conn)? else {
        return Ok(None);
    };
    let told: Option<NaiveDate> = f::table.find(day).select(f::day).first(conn).optional()?;
    Ok(told.is_none().then_some(day))
}

/// Not reach-checked: everybody is told of their own.
pub fn tell(tx: &mut Tx, day: NaiveDate) -> Answer<()> {
    let acting = Acting::system("worker");
    // Of two that try the key lets one through, and the other's transaction ends here.
    diesel::insert_into(f::table)
        .values(f::day.eq(day))
        .execute(tx.conn)?;
    let due: Vec<(Uuid, i64)> = c::table
        .inner_join(employees::table)
        .filter(c::due_on.le(day))
        .filter(employees::status.eq("active"))
        .group_by(c::owner_id)
        .select((c::owner_id, count_star()))
        .load(tx.conn)?;
    for (owner, count) in due {
        Record::new("follow_up.due", "employee", owner, day.to_string())
            .owner(Some(owner))
            .clause("5.1.4")
            .fact("count", count)
            .notify([owner])
            .write(tx, &acting);
    }
    Ok(())
}
