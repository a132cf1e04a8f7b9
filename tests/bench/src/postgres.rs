//! A private PostgreSQL in a folder of its own, durable as in production (fsync on), gone with this process.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use diesel::{Connection, PgConnection};

use crate::{Outcome, stop};

pub struct Postgres {
    process: Child,
    port: u16,
}

impl Postgres {
    pub fn start(folder: &Path) -> Outcome<Postgres> {
        use std::os::unix::fs::PermissionsExt;
        let bin = binaries()?;
        let home = folder.join("postgres");
        std::fs::create_dir_all(&home)?;
        if is_root() {
            std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o755))?;
            let done = Command::new("chown").arg("postgres").arg(&home).status()?;
            if !done.success() {
                return Err("there is no user postgres".into());
            }
        }
        let data = home.join("data");
        let made = unprivileged(&bin.join("initdb"))
            .args([
                "--username=postgres",
                "--auth=trust",
                "--no-locale",
                "--encoding=UTF8",
                "-D",
            ])
            .arg(&data)
            .current_dir(&home)
            .output()?;
        if !made.status.success() {
            return Err(format!("initdb: {}", String::from_utf8_lossy(&made.stderr)).into());
        }
        let port = std::net::TcpListener::bind("127.0.0.1:0")?
            .local_addr()?
            .port();
        let log = folder.join("postgres.log");
        let process = unprivileged(&bin.join("postgres"))
            .arg("-D")
            .arg(&data)
            .arg("-k")
            .arg(&home)
            .args([
                "-h",
                "127.0.0.1",
                "-p",
                &port.to_string(),
                "-c",
                "shared_buffers=256MB",
            ])
            .current_dir(&home)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(std::fs::File::create(&log)?)
            .spawn()?;
        let postgres = Postgres { process, port };
        for _ in 0..300 {
            stop::check()?;
            if PgConnection::establish(&postgres.url("postgres")).is_ok() {
                return Ok(postgres);
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        Err(format!(
            "PostgreSQL doesn't start: {}",
            std::fs::read_to_string(log).unwrap_or_default()
        )
        .into())
    }

    pub fn url(&self, database: &str) -> String {
        format!("postgres://postgres@127.0.0.1:{}/{database}", self.port)
    }

    pub fn run(&self, database: &str, sql: &str) -> Outcome<()> {
        use diesel::connection::SimpleConnection;
        PgConnection::establish(&self.url(database))?.batch_execute(sql)?;
        Ok(())
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // SIGINT is PostgreSQL's fast shutdown.
        let _sent = Command::new("kill")
            .args(["-INT", &self.process.id().to_string()])
            .status();
        for _ in 0..500 {
            if matches!(self.process.try_wait(), Ok(Some(_))) {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        // SIGQUIT gives up at once, children included; SIGKILL would leave them behind.
        let _sent = Command::new("kill")
            .args(["-QUIT", &self.process.id().to_string()])
            .status();
        let _ended = self.process.wait();
    }
}

/// PostgreSQL refuses to run as root; and it must end with us, however we end.
fn unprivileged(program: &Path) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "INT"]);
    if is_root() {
        command.args([
            "--reuid",
            "postgres",
            "--regid",
            "postgres",
            "--clear-groups",
        ]);
    }
    command.arg(program);
    command
}

fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|m| std::os::unix::fs::MetadataExt::uid(&m) == 0)
}

/// Debian keeps the server's programs off the PATH.
fn binaries() -> Outcome<PathBuf> {
    let complete = |bin: &PathBuf| bin.join("initdb").exists() && bin.join("postgres").exists();
    let mut found: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|e| Some((e.file_name().to_str()?.parse().ok()?, e.path().join("bin"))))
        .filter(|(_, bin)| complete(bin))
        .collect();
    found.sort();
    if let Some((_, bin)) = found.pop() {
        return Ok(bin);
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).find(complete);
    found.ok_or_else(|| "PostgreSQL isn't installed: apt-get install postgresql".into())
}
