//! 5.1.3: customer information is complete, and every customer has somebody who looks after them.

use contract::compliance::{ClauseState, FigureUnit};
use contract::{Action, Text};
use diesel::dsl::{count_star, sql};
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::logic::COMPLETE;
use super::store::COLUMNS;
use crate::db::AnyConn;
use crate::db::schema::customers as c;
use crate::db::sql::{Bind, Predicate};
use crate::engine::behind::{Behind, On};
use crate::engine::evidence::{Evidence, Scope};
use crate::problem::Answer;

const SHARE: Text = Text::new(
    "資料完整度達 80% 的客戶所占比例（性別、生日、電話、證件號碼、地址、職業、等級、來源、需求）；80% 以上且沒有離職業務員未移交的客戶為落實，60% 以上為有風險",
    "资料完整度达 80% 的客户所占比例（性别、生日、电话、证件号码、地址、职业、等级、来源、需求）；80% 以上且没有离职业务员未移交的客户为落实，60% 以上为有风险",
    "Share of customers whose record is at least 80 % complete (gender, birthday, phone, identity number, address, occupation, class, \
     source, needs); kept from 80 % while no customer's owner has left, at risk from 60 %",
);

const DOUBTFUL: Text = Text::new(
    "可能重複、尚未確認的客戶資料筆數：與另一筆同名，性別、生日、電話、證件號碼均無法區別；0 筆為落實",
    "可能重复、尚未确认的客户资料笔数：与另一笔同名，性别、生日、电话、证件号码均无法区别；0 笔为落实",
    "Records that may be somebody's second one and that nobody has looked into: another has the same name, and neither gender, birthday, \
     phone nor identity number tells the two apart; kept while there is none",
);

pub fn evidence(conn: &mut AnyConn, scope: &Scope) -> Answer<Vec<Evidence>> {
    let none = Evidence::none("5.1.3", SHARE).records("/customers?incomplete=true");
    // Both at once, from one index: there may be a million of them.
    let such = sql::<BigInt>("COUNT(*) FILTER (WHERE customers.completeness >= ");
    let such = such.bind::<BigInt, _>(COMPLETE).sql(")");
    let (all, complete): (i64, i64) = c::table
        .filter(scope.on(COLUMNS))
        .select((count_star(), such))
        .first(conn)?;
    if all == 0 {
        return Ok(vec![none]);
    }
    let orphans: i64 = c::table
        .filter(scope.on(COLUMNS))
        .filter(Predicate::new().sql("customers.orphaned"))
        .select(count_star())
        .first(conn)?;
    let share = complete * 100 / all;
    let found = Evidence {
        state: match (share, orphans) {
            (80.., 0) => ClauseState::Met,
            (60.., _) => ClauseState::AtRisk,
            _ => ClauseState::Breached,
        },
        value: Some(share as f64),
        unit: FigureUnit::Percent,
        ..none
    };
    let doubtful: i64 = c::table
        .filter(scope.on(COLUMNS))
        .filter(Predicate::new().sql("customers.doubtful"))
        .select(count_star())
        .first(conn)?;
    let twice = Evidence {
        state: match doubtful {
            0 => ClauseState::Met,
            _ => ClauseState::AtRisk,
        },
        value: Some(doubtful as f64),
        unit: FigureUnit::Count,
        ..Evidence::none("5.1.3", DOUBTFUL)
    };
    let share = match orphans {
        0 => found,
        _ => found.records("/customers?of_leavers=true"),
    };
    Ok(vec![share, twice.records("/customers?doubtful=true")])
}

/// What is counted for the clause, and what counts against it.
pub fn behind(_: &mut AnyConn, _: &Scope, clause: &str) -> Answer<Vec<Behind>> {
    if clause != "5.1.3" {
        return Ok(Vec::new());
    }
    let on = On::At("customers.created_at");
    let customers = Behind::new(
        "customer",
        Action::CustomerRead,
        "customers",
        "customers.name",
        on,
    );
    let such = Predicate::new().sql("(customers.completeness < ");
    let such = such
        .bind(Bind::Int(COMPLETE))
        .sql(" OR customers.orphaned OR customers.doubtful)");
    Ok(vec![
        customers.of(COLUMNS).against(such).path("/customers/{id}"),
    ])
}
