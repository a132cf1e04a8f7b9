//! The component kit: small, accessible, without knowledge of any page.

pub mod avatar;
pub mod badge;
pub mod banner;
pub mod choice;
pub mod confirm;
pub mod crumbs;
pub mod description;
pub mod dialog;
pub mod empty;
pub mod failure;
pub mod field;
pub mod file;
pub mod filters;
pub mod form;
pub mod icon;
pub mod menu;
pub mod page;
pub mod palette;
pub mod person;
pub mod record;
pub mod secret;
pub mod skeleton;
pub mod table;
pub mod tabs;
pub mod toast;
pub mod url_state;
