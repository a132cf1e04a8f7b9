//! The holiday calendar (4.4.4): which days are off or worked against the week's pattern; imported from CSV or iCalendar. From
//! it and a person's schedule follows which days that person works ([`WorkCalendar`]), for leave and attendance alike.

mod file;
mod ics;
mod load;
mod routes;
pub mod store;
mod work;

pub use file::IMPORT;
pub use load::{Calendars, days_off, load};
pub use routes::{mount, mount_import};
pub use work::{Marks, Week, WorkCalendar, WorkDay};
