//! Leave (4.4.2, 4.4.4): types as data, balances as a ledger, requests that start only once approved, who is away.

use chrono::NaiveDate;
use contract::access::Field;
use contract::approval::MatterKind;
use contract::{Code, Text};
use uuid::Uuid;

use crate::db::AnyConn;
use crate::engine::approval::Matter;
use crate::problem::{Answer, Refusal};

/// Leave requests as matters to approve.
pub const MATTER: Matter = Matter {
    kind: MatterKind::Leave,
    title: Text::new("請假", "请假", "Leave"),
    clause: "4.4.2",
    field: Field::People,
    headline: |_, _| String::new(),
    path: |id| format!("/leave/{id}"),
    first_flow: Vec::new,
    figures: |_, _, _| Ok(Vec::new()),
    approvable: |_, _, _| Ok(()),
    ended: |_, _, _, _| Ok(()),
    resubmit: |_, _, _| Err(Refusal::new(Code::Internal)),
};

/// Is the person on approved leave on that day (both halves)?
pub fn away(_conn: &mut AnyConn, _employee: Uuid, _on: NaiveDate) -> Answer<bool> {
    Ok(false)
}
