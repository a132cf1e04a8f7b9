//! Shortfalls of last month's premium: some without a plan, some planned, some with a check behind them, one closed.

use chrono::{Days, Duration};
use contract::Role;
use contract::shortfall::{NewShortfallCheck, NewShortfallPlan};
use diesel::prelude::*;
use uuid::Uuid;

use super::{act, open};
use crate::access::Grant;
use crate::db::Tx;
use crate::db::schema::{role_assignments as ra, shortfalls as s, targets as x};
use crate::db::types::g;
use crate::organization::settings;
use crate::problem::Answer;

const CAUSES: [(&str, &str); 4] = [
    ("長假期間約訪減半", "每週陪訪兩次，補足名單三十筆"),
    ("新人尚在熟悉商品", "每日晨會演練，資深同仁帶一件"),
    ("兩件大單延至下月核保", "每週追蹤核保進度，補齊體檢文件"),
    ("轉介紹名單用盡", "重整保單健檢名單，每週約訪十二次"),
];
/// A large department is for load tests.
const MOST: i64 = 60;

/// Looks at the targets whose period is over, then plans as a manager would: two of three.
pub fn fill(tx: &mut Tx, grant: &Grant) -> Answer<()> {
    let today = settings::today(tx.conn, grant.acting.now)?;
    let over: Vec<Uuid> = x::table
        .filter(x::state.eq("published"))
        .filter(x::assessed_on.is_null())
        .filter(x::ends_on.lt(today))
        .order((x::ends_on, x::id))
        .select(x::id)
        .load(tx.conn)?;
    for target in over {
        open::open(tx, target, today)?;
    }
    let leads: Vec<(Option<Uuid>, Uuid)> = ra::table
        .filter(ra::role.eq(Role::Lead.name()))
        .filter(ra::ends_at.is_null())
        .select((ra::team_id, ra::employee_id))
        .load(tx.conn)?;
    let found: Vec<(Uuid, Option<Uuid>, Option<Uuid>, i64)> = s::table
        .filter(s::state.eq("open"))
        .order(s::id)
        .limit(MOST)
        .select((s::id, s::team_id, s::owner_id, s::version))
        .load(tx.conn)?;
    for (n, (id, team, owner, version)) in found.into_iter().enumerate() {
        let lead = leads
            .iter()
            .find(|(of, _)| *of == team)
            .map(|(_, who)| *who);
        let coach = lead.filter(|who| Some(*who) != owner);
        let Some(coach) = coach.filter(|_| n % 3 != 2) else {
            continue;
        };
        let (cause, measures) = CAUSES[n % CAUSES.len()];
        let plan = NewShortfallPlan {
            cause: cause.to_owned(),
            measures: measures.to_owned(),
            coach_id: coach,
            next_check_on: today + Days::new(1),
        };
        let planned = act::plan(tx, grant, id, &plan, version)?;
        let check = NewShortfallCheck {
            note: "約訪回到每週十二次，名單已補齊".to_owned(),
            next_check_on: (n % 12 != 0).then(|| today + Days::new(7)),
        };
        if n % 4 == 0 {
            act::check(tx, grant, id, &check, planned.version)?;
        }
        if n % 4 == 1 {
            // One check is due by now.
            diesel::update(s::table.find(g(id)))
                .set(s::next_check_on.eq(today - Duration::days((n % 3) as i64)))
                .execute(tx.conn)?;
        }
    }
    Ok(())
}
