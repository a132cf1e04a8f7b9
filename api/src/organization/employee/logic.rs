//! Pure rules of an employee's life: which status may follow which, which dates make sense.

use chrono::NaiveDate;
use contract::Code;
use contract::employee::EmployeeStatus::{self, Active, Inactive, Pending};

use crate::problem::{Answer, Refusal};

/// By PATCH a person starts, or a start is taken back. Leaving is a departure, coming back a reinstatement by PATCH to active.
pub fn status_change(from: EmployeeStatus, to: EmployeeStatus) -> Answer<()> {
    match (from, to) {
        (Pending, Pending | Active) | (Active, Active) | (Inactive, Inactive) => Ok(()),
        (Pending | Active, Inactive) => Err(Refusal::new(Code::Conflict)
            .detail("a departure ends employment")
            .at("/status")),
        (Active, Pending) | (Inactive, Pending | Active) => {
            Err(Refusal::new(Code::Conflict).at("/status"))
        }
    }
}

/// The last day lies between hire date and today.
pub fn departure_dates(hired: NaiveDate, leaves: NaiveDate, today: NaiveDate) -> Answer<()> {
    if leaves < hired || leaves > today {
        return Err(Refusal::new(Code::DateOrder)
            .clause("2.1")
            .at("/leave_date"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_departure_makes_somebody_inactive() {
        for from in [Pending, Active] {
            assert!(status_change(from, Inactive).is_err());
        }
        assert!(status_change(Pending, Active).is_ok());
        assert!(status_change(Active, Pending).is_err());
    }

    #[test]
    fn nobody_leaves_before_they_came_or_in_the_future() {
        let day = |d| NaiveDate::from_ymd_opt(2026, 2, d).unwrap();
        assert!(departure_dates(day(1), day(1), day(1)).is_ok());
        assert!(departure_dates(day(2), day(1), day(3)).is_err());
        assert!(departure_dates(day(1), day(4), day(3)).is_err());
    }
}
