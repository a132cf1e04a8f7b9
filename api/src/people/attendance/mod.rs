//! Attendance (4.4.1, 4.4.3): shifts and schedules, punches, days computed from them, corrections, the monthly statement.

use contract::access::Field;
use contract::approval::MatterKind;
use contract::{Code, Text};

use crate::engine::approval::Matter;
use crate::problem::Refusal;

/// Corrections (補卡) as matters to approve.
pub const MATTER: Matter = Matter {
    kind: MatterKind::Correction,
    title: Text::new("補卡", "补卡", "Correction of attendance"),
    clause: "4.4.1",
    field: Field::People,
    headline: |_, _| String::new(),
    path: |id| format!("/attendance/corrections/{id}"),
    first_flow: Vec::new,
    figures: |_, _, _| Ok(Vec::new()),
    approvable: |_, _, _| Ok(()),
    ended: |_, _, _, _| Ok(()),
    resubmit: |_, _, _| Err(Refusal::new(Code::Internal)),
};
