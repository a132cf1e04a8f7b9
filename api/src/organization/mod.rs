//! Chapter 2.1: one manager, several deputies with areas, teams with one lead each, members. Dated role assignments; everything
//! a person could reach ends with their role.

pub mod area;
pub mod assignment;
pub mod colleague;
pub mod employee;
mod evidence;
pub mod my_day;
pub mod org_tree;
pub mod people;
pub mod settings;
pub mod superior;
pub mod team;

pub use evidence::{behind, evidence};
