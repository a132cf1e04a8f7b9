//! Pages of the manual that I have yet to acknowledge, in "my day".

use contract::my_day::DayItem;
use contract::{Action, Locale, Text};
use diesel::prelude::*;
use uuid::Uuid;

use crate::access::Grant;
use crate::db::AnyConn;
use crate::db::schema::{case_stages as s, manual_pages as p, manual_readings as r};
use crate::db::types::g;
use crate::problem::Answer;

pub fn day_items(conn: &mut AnyConn, grant: &Grant) -> Answer<Vec<DayItem>> {
    if !grant.permits(Action::ManualAcknowledge) {
        return Ok(Vec::new());
    }
    let read = r::table
        .filter(r::page_id.eq(p::id))
        .filter(r::employee_id.eq(g(grant.me())));
    let open: Vec<(Uuid, String, (String, String, String))> = p::table
        .inner_join(s::table.on(s::key.eq(p::stage)))
        .filter(p::state.eq("current"))
        .filter(diesel::dsl::not(diesel::dsl::exists(read)))
        .order(s::place)
        .select((
            p::id,
            p::stage,
            (s::name_zh_hant, s::name_zh_hans, s::name_en),
        ))
        .load(conn)?;
    let what = Text::new(
        "請閱讀並簽認現行版本",
        "请阅读并签认现行版本",
        "Read and acknowledge the version that holds",
    );
    let name = |(hant, hans, en)| match grant.locale {
        Locale::ZhHant => hant,
        Locale::ZhHans => hans,
        Locale::En => en,
    };
    let one = |(id, stage, names)| DayItem {
        kind: "manual_to_read".to_owned(),
        title: name(names),
        detail: what.get(grant.locale).to_owned(),
        due_at: None,
        path: format!("/manual?stage={stage}"),
        subject_id: Some(id),
        clause: Some("5.2.2".to_owned()),
    };
    Ok(open.into_iter().map(one).collect())
}
