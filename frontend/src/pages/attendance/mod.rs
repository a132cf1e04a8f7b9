//! Attendance (4.4.1, 4.4.3): clocking in, my month, corrections, the team, the monthly statement; shifts and schedules.

mod acts;
pub mod board;
mod clock;
pub mod correction;
pub mod corrections;
mod day;
pub mod days;
mod line;
pub mod mine;
mod objections;
mod schedule_people;
pub mod schedules;
pub mod shifts;
pub mod statement;
pub mod statements;
mod words;
