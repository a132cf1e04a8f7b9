//! Mechanisms that modules configure and never re-make: audit, outbox and notifications, attachments, jobs and imports, export.

pub mod action_item;
pub mod approval;
pub mod attachment;
pub mod audit;
pub mod behind;
pub mod duty;
pub mod evidence;
pub mod export;
pub mod import;
pub mod job;
pub mod late;
pub mod notification;
pub mod outbox;
pub mod record;
pub mod stream;
pub mod worker;
