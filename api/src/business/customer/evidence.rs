//! 5.1.3: customer information is complete.

use contract::Text;
use contract::compliance::{ClauseState, FigureUnit};
use diesel::dsl::count_star;
use diesel::prelude::*;

use super::store::COLUMNS;
use crate::db::AnyConn;
use crate::db::schema::customers as c;
use crate::engine::evidence::{Evidence, Scope};
use crate::problem::Answer;

const COMPLETE: Text = Text::new(
    "資料完整度達 80% 的客戶所占比例（性別、生日、等級、來源、需求、電話、證件號碼）；80% 以上為落實，60% 以上為有風險",
    "资料完整度达 80% 的客户所占比例（性别、生日、等级、来源、需求、电话、证件号码）；80% 以上为落实，60% 以上为有风险",
    "Share of customers whose record is at least 80 % complete (gender, birthday, class, source, needs, phone, identity number); kept \
     from 80 %, at risk from 60 %",
);

pub fn evidence(conn: &mut AnyConn, scope: &Scope) -> Answer<Vec<Evidence>> {
    let all: i64 = c::table
        .filter(scope.on(COLUMNS))
        .select(count_star())
        .first(conn)?;
    let none = Evidence::none("5.1.3", COMPLETE);
    if all == 0 {
        return Ok(vec![none]);
    }
    let complete: i64 = c::table
        .filter(scope.on(COLUMNS))
        .filter(c::completeness.ge(80))
        .select(count_star())
        .first(conn)?;
    let share = complete * 100 / all;
    Ok(vec![Evidence {
        state: match share {
            80.. => ClauseState::Met,
            60.. => ClauseState::AtRisk,
            _ => ClauseState::Breached,
        },
        value: Some(share as f64),
        unit: FigureUnit::Percent,
        ..none
    }])
}
