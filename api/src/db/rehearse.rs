//! Long work whose answer is wanted without what it does: the dry run of a long file. SQLite has one writer, so it is done on a
//! copy of the database beside it, and nobody waits; PostgreSQL takes it back.

use std::path::{Path, PathBuf};

use diesel::RunQueryDsl;
use diesel::connection::SimpleConnection;
use diesel::sql_types::Text;

use super::conn::{AnyConn, Backend, Use, connect, sqlite_path};
use super::read::contained;
use super::write::Tx;
use crate::problem::{Answer, Refusal, internal};

/// Runs `f` as a write would and keeps nothing of it.
pub fn run<T>(url: &str, f: impl FnOnce(&mut Tx) -> Answer<T>) -> Answer<T> {
    match Backend::of(url).map_err(internal)? {
        Backend::Sqlite => {
            let stage = Stage::set(url)?;
            let mut conn = connect(&stage.url(), Use::Write).map_err(internal)?;
            // It is thrown away: nothing of it has to outlive the machine.
            conn.batch_execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
                .map_err(Refusal::from)?;
            contained(|| f(&mut Tx::on(&mut conn, false)))
        }
        Backend::Postgres => {
            let mut conn = connect(url, Use::Write).map_err(internal)?;
            conn.batch_execute("BEGIN ISOLATION LEVEL READ COMMITTED")
                .map_err(Refusal::from)?;
            let answer = contained(|| f(&mut Tx::on(&mut conn, false)));
            conn.batch_execute("ROLLBACK").map_err(Refusal::from)?;
            answer
        }
    }
}

/// A copy of the database, gone when it's dropped.
struct Stage {
    path: PathBuf,
}

impl Stage {
    fn set(url: &str) -> Result<Stage, Refusal> {
        let path = format!("{}{}", prefix(url), uuid::Uuid::now_v7());
        let stage = Stage { path: path.into() };
        // A reader may not make files, and a writer's connection that reads only holds up no other.
        let mut conn: AnyConn = connect(url, Use::Write).map_err(internal)?;
        diesel::sql_query("VACUUM INTO $1")
            .bind::<Text, _>(stage.path.to_string_lossy())
            .execute(&mut conn)?;
        Ok(stage)
    }

    fn url(&self) -> String {
        format!("sqlite://{}", self.path.display())
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        remove(&self.path);
    }
}

fn prefix(url: &str) -> String {
    format!("{}.rehearsal-", sqlite_path(url))
}

/// Removes the copies that a crashed server has left behind.
pub fn clear(url: &str) {
    let prefix = prefix(url);
    let Some(folder) = Path::new(&prefix).parent() else {
        return;
    };
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        if entry.path().to_string_lossy().starts_with(&prefix) {
            remove(&entry.path());
        }
    }
}

fn remove(path: &Path) {
    if let Err(error) = std::fs::remove_file(path) {
        tracing::warn!(%error, path = %path.display(), "a copy of the database stays behind");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(diesel::QueryableByName)]
    struct Count {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        n: i64,
    }

    fn count(conn: &mut AnyConn) -> Answer<i64> {
        let counted: Count =
            diesel::sql_query("SELECT count(*) AS n FROM things").get_result(conn)?;
        Ok(counted.n)
    }

    #[test]
    fn what_is_rehearsed_sees_the_database_and_leaves_nothing() {
        let folder = std::env::temp_dir().join(format!("rehearse-{}", uuid::Uuid::now_v7()));
        std::fs::create_dir(&folder).unwrap();
        let url = format!("sqlite://{}", folder.join("a.db").display());
        let mut conn = connect(&url, Use::Write).unwrap();
        conn.batch_execute(
            "CREATE TABLE things (n INTEGER); INSERT INTO things VALUES (1); BEGIN IMMEDIATE",
        )
        .unwrap();
        let seen = run(&url, |tx| {
            tx.part(|tx| Ok(tx.conn.batch_execute("INSERT INTO things VALUES (2)")?))?;
            count(tx.conn)
        });
        assert_eq!(seen.unwrap(), 2, "though somebody else is writing");
        assert!(
            run(&url, |_| Err::<(), _>(Refusal::new(
                contract::Code::Invalid
            )))
            .is_err()
        );
        std::fs::write(format!("{}7", prefix(&url)), "left behind").unwrap();
        clear(&url);
        conn.batch_execute("COMMIT").unwrap();
        assert_eq!(count(&mut conn).unwrap(), 1);
        drop(conn);
        let left: Vec<_> = std::fs::read_dir(&folder)
            .unwrap()
            .flatten()
            .map(|e| e.file_name())
            .collect();
        assert_eq!(left, ["a.db"], "{left:?}");
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
