//! Chapter 4: people. Attendance and leave (4.4).

pub mod attendance;
pub mod calendar;
pub mod leave;
