//! Migrations, embedded in the binary, the same versions for both backends.

use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::conn::{AnyConn, Use, connect};

pub const MIGRATIONS_SQLITE: EmbeddedMigrations = embed_migrations!("../migrations/sqlite");
pub const MIGRATIONS_POSTGRES: EmbeddedMigrations = embed_migrations!("../migrations/postgres");

/// Brings the database up to date; answers the versions that were applied.
pub fn migrate(url: &str) -> Result<Vec<String>, String> {
    let applied = match connect(url, Use::Write)? {
        AnyConn::Sqlite(mut c) => c
            .run_pending_migrations(MIGRATIONS_SQLITE)
            .map(|v| v.iter().map(ToString::to_string).collect()),
        AnyConn::Pg(mut c) => c
            .run_pending_migrations(MIGRATIONS_POSTGRES)
            .map(|v| v.iter().map(ToString::to_string).collect()),
    };
    applied.map_err(|e| e.to_string())
}

/// Takes every migration back; for tests of the way down.
pub fn revert_all(url: &str) -> Result<(), String> {
    match connect(url, Use::Write)? {
        AnyConn::Sqlite(mut c) => c.revert_all_migrations(MIGRATIONS_SQLITE).map(|_| ()),
        AnyConn::Pg(mut c) => c.revert_all_migrations(MIGRATIONS_POSTGRES).map(|_| ()),
    }
    .map_err(|e| e.to_string())
}
