//! Both migration trees say the same, and lead up, down and up again.

use std::collections::BTreeMap;

use tests::database::{Database, Sql};
use tests::run::{Run, root};
use tests::{App, Backend, run};

/// Folders of a tree, oldest first.
fn versions(backend: Backend) -> Vec<std::path::PathBuf> {
    let mut all: Vec<_> = std::fs::read_dir(root().join("migrations").join(backend.name()))
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.is_dir())
        .collect();
    all.sort();
    all
}

fn tables(sql: &mut Sql) -> Vec<String> {
    let query = match sql {
        Sql::Sqlite(_) => {
            "SELECT name AS v FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        }
        Sql::Postgres(_) => {
            "SELECT table_name AS v FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1"
        }
    };
    sql.texts(query)
        .into_iter()
        .filter(|t| !t.starts_with("__diesel"))
        .collect()
}

/// `table.column` → must it have a value?
fn columns(sql: &mut Sql) -> BTreeMap<String, bool> {
    let query = match sql {
        Sql::Sqlite(_) => {
            "SELECT m.name || '.' || c.name || '=' || (CASE WHEN c.\"notnull\" = 1 OR c.pk > 0 THEN 'required' ELSE 'optional' END) AS v \
             FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'"
        }
        Sql::Postgres(_) => {
            "SELECT table_name || '.' || column_name || '=' || (CASE is_nullable WHEN 'NO' THEN 'required' ELSE 'optional' END) AS v \
             FROM information_schema.columns WHERE table_schema = 'public'"
        }
    };
    let rows = sql
        .texts(query)
        .into_iter()
        .filter(|t| !t.starts_with("__diesel"));
    rows.map(|r| {
        r.split_once('=')
            .map(|(c, n)| (c.to_owned(), n == "required"))
            .unwrap()
    })
    .collect()
}

/// Columns that are filled where an insert doesn't name them.
fn defaults(sql: &mut Sql) -> Vec<String> {
    let query = match sql {
        Sql::Sqlite(_) => {
            "SELECT m.name || '.' || c.name AS v FROM sqlite_master m JOIN pragma_table_info(m.name) c \
             WHERE m.type = 'table' AND c.dflt_value IS NOT NULL ORDER BY 1"
        }
        Sql::Postgres(_) => {
            "SELECT table_name || '.' || column_name AS v FROM information_schema.columns \
             WHERE table_schema = 'public' AND column_default IS NOT NULL ORDER BY 1"
        }
    };
    sql.texts(query)
        .into_iter()
        .filter(|t| !t.starts_with("__diesel"))
        .collect()
}

#[test]
fn both_trees_have_the_same_versions() {
    let names = |b| -> Vec<String> {
        versions(b)
            .iter()
            .map(|p| p.file_name().unwrap().to_string_lossy().into_owned())
            .collect()
    };
    assert_eq!(names(Backend::Sqlite), names(Backend::Postgres));
    assert!(!names(Backend::Sqlite).is_empty());
}

#[test]
fn both_trees_make_the_same_tables_columns_and_obligations() {
    run::block(Box::pin(async {
        let (sqlite, postgres) = (
            App::empty(Backend::Sqlite).await,
            App::empty(Backend::Postgres).await,
        );
        assert_eq!(tables(&mut sqlite.sql()), tables(&mut postgres.sql()));
        let (mut left, mut right) = (columns(&mut sqlite.sql()), columns(&mut postgres.sql()));
        // How each says "one department": a constant column there, a constant expression here.
        for side in [&mut left, &mut right] {
            side.remove("departments.singleton");
        }
        assert!(left.len() > 100);
        assert_eq!(left, right);
        assert_eq!(defaults(&mut sqlite.sql()), defaults(&mut postgres.sql()));
    }));
}

#[test]
fn both_trees_lead_up_down_and_up_again() {
    for backend in Backend::ALL {
        let run = Run::current();
        let folder = tempfile::Builder::new()
            .prefix("t-")
            .tempdir_in(&run.folder)
            .unwrap();
        let database = Database::empty(&run, backend, folder.path());
        let mut sql = database.sql();
        let mut after_up = Vec::new();
        for round in 0..2 {
            for version in versions(backend) {
                sql.run(&std::fs::read_to_string(version.join("up.sql")).unwrap());
            }
            let now = columns(&mut sql);
            assert!(!now.is_empty());
            after_up.push(now);
            if round == 0 {
                for version in versions(backend).iter().rev() {
                    sql.run(&std::fs::read_to_string(version.join("down.sql")).unwrap());
                }
                assert!(
                    tables(&mut sql).is_empty(),
                    "left behind on {}: {:?}",
                    backend.name(),
                    tables(&mut sql)
                );
            }
        }
        assert_eq!(after_up[0], after_up[1]);
    }
}

#[test]
fn migrating_twice_changes_nothing() {
    for backend in Backend::ALL {
        run::block(Box::pin(async move {
            let app = App::start(backend).await;
            let setting = app.setting.clone();
            let App {
                server, database, ..
            } = app;
            server.stop();
            let before = columns(&mut database.sql());
            let told = setting.run(&["migrate"]);
            assert!(
                told.status.success(),
                "{}",
                String::from_utf8_lossy(&told.stderr)
            );
            assert_eq!(before, columns(&mut database.sql()));
        }));
    }
}

#[test]
fn who_is_away_between_two_days_is_answered_from_an_index() {
    run::block(Box::pin(async {
        let app = App::start(Backend::Sqlite).await;
        let columns = app.sql().texts(
            "SELECT l.name || ':' || group_concat(i.name, ',') AS v FROM pragma_index_list('leave_requests') l JOIN pragma_index_info(l.name) i \
             GROUP BY l.name",
        );
        for index in [
            "leave_requests_starts:starts_on,id,ends_on",
            "leave_requests_state:state,starts_on,id",
        ] {
            assert!(columns.iter().any(|c| c == index), "{index}: {columns:?}");
        }
        assert_eq!(
            app.sql()
                .count("sqlite_master WHERE name = 'leave_entries_type'"),
            1
        );
    }));
}

#[test]
fn every_reach_column_has_an_index_that_starts_with_it() {
    // "an index that starts with the reach column": lists inside a reach never scan the whole table.
    run::block(Box::pin(async {
        let app = App::start(Backend::Sqlite).await;
        let firsts = app.sql().texts(
            "SELECT m.name || '.' || i.name AS v FROM sqlite_master m JOIN pragma_index_list(m.name) l JOIN pragma_index_info(l.name) i \
             WHERE m.type = 'table' AND i.seqno = 0",
        );
        for column in [
            "employees.team_id",
            "role_assignments.team_id",
            "role_assignments.employee_id",
            "audit_entries.team_id",
            "audit_entries.owner_id",
            "teams.area_id",
            "notifications.recipient_id",
            "jobs.owner_id",
            "attachments.subject_id",
        ] {
            assert!(firsts.iter().any(|f| f == column), "{column}: {firsts:?}");
        }
    }));
}
