//! How far a period has come: the last day there are figures of, and the department's working days up to it.

use chrono::NaiveDate;
use contract::target::{Indicator, IndicatorBasis};
use diesel::prelude::*;
use uuid::Uuid;

use crate::db::AnyConn;
use crate::db::schema::target_actuals as a;
use crate::db::types::g;
use crate::people::calendar::{self, WorkCalendar};
use crate::problem::Answer;

/// Working days of a period.
pub struct Days {
    calendar: WorkCalendar,
    first: NaiveDate,
    last: NaiveDate,
}

impl Days {
    /// By the department's own calendar, whatever single people are scheduled for.
    pub fn load(conn: &mut AnyConn, first: NaiveDate, last: NaiveDate) -> Answer<Days> {
        let calendars = calendar::load(conn, Some(&[]), first, last)?;
        Ok(Days {
            calendar: calendars.of(Uuid::nil()),
            first,
            last,
        })
    }

    pub fn total(&self) -> i64 {
        self.until(Some(self.last))
    }

    /// Working days up to and with a day.
    pub fn until(&self, day: Option<NaiveDate>) -> i64 {
        let Some(day) = day else { return 0 };
        let days = self.first.iter_days();
        let days = days.take_while(|d| *d <= day.min(self.last));
        days.filter(|d| self.calendar.works(*d)).count() as i64
    }
}

/// The last day of the period that there are figures of, in the whole department: of customers it is today.
pub fn current_to(
    conn: &mut AnyConn,
    indicator: &Indicator,
    (first, last): (NaiveDate, NaiveDate),
    today: NaiveDate,
) -> Answer<Option<NaiveDate>> {
    let last = last.min(today);
    if last < first {
        return Ok(None);
    }
    match indicator.basis {
        IndicatorBasis::Customers => Ok(Some(last)),
        IndicatorBasis::Figures => Ok(a::table
            .filter(a::indicator_id.eq(g(indicator.id)))
            .filter(a::on_date.between(first, last))
            .order(a::on_date.desc())
            .select(a::on_date)
            .first(conn)
            .optional()?),
    }
}
