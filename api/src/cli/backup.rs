//! Copies of an SQLite installation that can be put back. The copy is made by SQLite itself (`VACUUM INTO`), so it is consistent
//! while the server runs.

use std::path::Path;

use diesel::RunQueryDsl;
use diesel::sql_types::Text;

use super::say;
use crate::config::Config;
use crate::db;

fn database_path(config: &Config) -> Result<&str, String> {
    config
        .database_url
        .strip_prefix("sqlite://")
        .ok_or_else(|| {
            "PostgreSQL is backed up with pg_dump and restored with pg_restore".to_owned()
        })
}

pub fn backup(config: &Config, to: &Path) -> Result<(), String> {
    let from = database_path(config)?;
    if !Path::new(from).exists() {
        return Err(format!("{from}: no such database"));
    }
    std::fs::create_dir(to).map_err(|e| format!("{}: {e}", to.display()))?;
    let mut conn = db::connect_for_writing(&config.database_url)?;
    let target = to.join("shouzhan.db").to_string_lossy().into_owned();
    diesel::sql_query("VACUUM INTO $1")
        .bind::<Text, _>(&target)
        .execute(&mut conn)
        .map_err(|e| e.to_string())?;
    let files = copy_folder(
        &config.data_dir.join("attachments"),
        &to.join("attachments"),
    )?;
    say(&format!(
        "backup in {} ({files} attachments). Keep the secret file apart from it: {}",
        to.display(),
        config.secret_path().display()
    ));
    Ok(())
}

pub fn restore(config: &Config, from: &Path) -> Result<(), String> {
    let to = database_path(config)?;
    if Path::new(to).exists() {
        return Err(format!("{to} exists; move it aside first"));
    }
    let source = from.join("shouzhan.db");
    if let Some(folder) = Path::new(to).parent() {
        std::fs::create_dir_all(folder).map_err(|e| e.to_string())?;
    }
    std::fs::copy(&source, to).map_err(|e| format!("{}: {e}", source.display()))?;
    let files = copy_folder(
        &from.join("attachments"),
        &config.data_dir.join("attachments"),
    )?;
    say(&format!("restored {to} ({files} attachments)"));
    Ok(())
}

fn copy_folder(from: &Path, to: &Path) -> Result<u64, String> {
    let Ok(entries) = std::fs::read_dir(from) else {
        return Ok(0);
    };
    std::fs::create_dir_all(to).map_err(|e| format!("{}: {e}", to.display()))?;
    let mut files = 0;
    for entry in entries {
        let path = entry.map_err(|e| e.to_string())?.path();
        let target = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            files += copy_folder(&path, &target)?;
        } else {
            std::fs::copy(&path, &target).map_err(|e| format!("{}: {e}", path.display()))?;
            files += 1;
        }
    }
    Ok(files)
}
