//! A private PostgreSQL in a folder of its own, gone with the process that started it.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

pub struct Postgres {
    process: Child,
    port: u16,
}

impl Postgres {
    /// Makes and starts a cluster below `folder`; durability is off, the data lives for minutes.
    pub fn start(folder: &Path) -> Postgres {
        let bin = binaries();
        let home = folder.join("postgres");
        std::fs::create_dir_all(&home).unwrap();
        if is_root() {
            open_to_all(folder);
            let status = Command::new("chown")
                .arg("postgres")
                .arg(&home)
                .status()
                .unwrap();
            assert!(
                status.success(),
                "the Debian package postgresql brings the user postgres; is it installed?"
            );
        }
        let data = home.join("data");
        let made = unprivileged(bin.join("initdb"))
            .args([
                "--username=postgres",
                "--auth=trust",
                "--no-locale",
                "--encoding=UTF8",
                "--no-sync",
                "-D",
            ])
            .arg(&data)
            .current_dir(&home)
            .output()
            .unwrap();
        assert!(
            made.status.success(),
            "initdb: {}",
            String::from_utf8_lossy(&made.stderr)
        );
        let port = free_port();
        let log = std::fs::File::create(folder.join("postgres.log")).unwrap();
        let mut command = unprivileged(bin.join("postgres"));
        command.arg("-D").arg(&data).arg("-k").arg(&home).args([
            "-h",
            "127.0.0.1",
            "-p",
            &port.to_string(),
        ]);
        for setting in [
            "fsync=off",
            "synchronous_commit=off",
            "full_page_writes=off",
            "wal_level=minimal",
            "max_wal_senders=0",
            "max_connections=300",
            "shared_buffers=64MB",
            "autovacuum=off",
        ] {
            command.args(["-c", setting]);
        }
        let process = command
            .current_dir(&home)
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap();
        let postgres = Postgres { process, port };
        postgres.wait(folder);
        postgres
    }

    /// Address of a database of this cluster.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://postgres@127.0.0.1:{}/{database}", self.port)
    }

    fn wait(&self, folder: &Path) {
        for _ in 0..300 {
            if crate::database::try_connect(&self.url("postgres")).is_some() {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        panic!(
            "PostgreSQL doesn't start:\n{}",
            std::fs::read_to_string(folder.join("postgres.log")).unwrap_or_default()
        );
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // SIGINT is PostgreSQL's fast shutdown.
        let _sent = Command::new("kill")
            .args(["-INT", &self.process.id().to_string()])
            .status();
        let _ended = self.process.wait();
    }
}

/// PostgreSQL refuses to run as root; and it must end with us, however we end.
fn unprivileged(program: PathBuf) -> Command {
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
    std::os::unix::fs::MetadataExt::uid(&std::fs::metadata("/proc/self").unwrap()) == 0
}

fn open_to_all(folder: &Path) {
    std::fs::set_permissions(folder, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
}

/// Debian keeps the server's programs off the PATH.
fn binaries() -> PathBuf {
    let mut found: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|e| Some((e.file_name().to_str()?.parse().ok()?, e.path().join("bin"))))
        .filter(|(_, bin)| bin.join("initdb").exists() && bin.join("postgres").exists())
        .collect();
    found.sort();
    if let Some((_, bin)) = found.pop() {
        return bin;
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .find(|p| p.join("initdb").exists() && p.join("postgres").exists())
        .expect("PostgreSQL isn't installed: apt-get install postgresql")
}

fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}
