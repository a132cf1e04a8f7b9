use contract::Code;
use contract::approval::PlannedStep;
use uuid::Uuid;

use super::NewApproval;
use crate::access::Grant;
use crate::db::{AnyConn, Tx};
use crate::problem::{Answer, Refusal};

/// Starts a matter under the current flow and opens its first step. Answers the approval's id.
pub fn submit(_tx: &mut Tx, _grant: &Grant, _new: &NewApproval) -> Answer<Uuid> {
    Err(Refusal::new(Code::Internal))
}

/// Who would decide, as things are now; changes nothing.
pub fn plan(_conn: &mut AnyConn, _grant: &Grant, _new: &NewApproval) -> Answer<Vec<PlannedStep>> {
    Err(Refusal::new(Code::Internal))
}
