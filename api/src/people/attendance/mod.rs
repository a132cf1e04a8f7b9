//! Attendance (4.4.1, 4.4.3): shifts and schedules, punches, days computed from them, corrections, the monthly statement.

pub mod correction;
pub mod day;
pub mod demo;
mod evidence;
pub mod my_day;
pub mod punch;
pub mod schedule;
pub mod shift;
pub mod statement;
mod text;

use contract::access::Field;

use crate::access::Grant;
use crate::problem::Answer;

pub use correction::MATTER;
pub use evidence::{behind, evidence};
pub use text::event as event_text;

/// For what belongs to the whole department and to the field of people: shifts, schedules, statements.
pub(crate) fn department_wide(grant: &Grant) -> Answer<()> {
    if grant.reach().covers(None, None, Field::People) {
        return Ok(());
    }
    Err(grant.beyond().clause("4.4.1"))
}

/// A page of what the whole department may know, by name: holding the permission is enough.
macro_rules! by_name {
    ($conn:expr, $grant:expr, $paging:expr, $table:ident) => {{
        let narrowed = || {
            $table::table
                .select($table::all_columns)
                .into_boxed::<$crate::db::MultiBackend>()
        };
        let key = |r: &Row, _: &str| ($crate::db::sql::Bind::Text(r.name.clone()), r.id);
        let page: contract::Page<Row> = $crate::page_of!($conn, $paging, narrowed, key);
        page.try_map(|row| contract_of($grant, row))
    }};
}
pub(crate) use by_name;

crate::versioned!(
    contract::attendance::Shift,
    contract::attendance::Schedule,
    contract::attendance::Correction,
    contract::attendance::AttendanceStatement,
    contract::attendance::AttendanceObjection,
);
crate::addressed!(
    contract::attendance::Shift => "shifts",
    contract::attendance::Schedule => "schedules",
    contract::attendance::Correction => "corrections",
    contract::attendance::AttendanceObjection => "attendance-objections",
);
crate::csv_columns!(
    contract::attendance::Shift => ["id", "name", "kind", "starts", "ends", "ends_next_day", "break_minutes", "middle", "flex_minutes",
        "late_grace_minutes", "early_grace_minutes", "work_minutes", "version", "created_at", "updated_at"],
    contract::attendance::Schedule => ["id", "name", "week", "follows_calendar", "is_default", "version", "created_at", "updated_at"],
);
