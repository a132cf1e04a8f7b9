//! The real server as a process of its own, on a free port; ended on drop, its log kept for a failure.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use crate::run::{Run, server_binary};

pub struct Server {
    process: Child,
    pub base: String,
    /// What it printed before it served, e.g. the set-up link.
    pub said: Vec<String>,
    log: PathBuf,
}

/// How a server is started; every test may turn a knob.
#[derive(Clone)]
pub struct Setting {
    pub database_url: String,
    pub folder: PathBuf,
    pub secret_file: PathBuf,
    pub env: Vec<(String, String)>,
}

impl Setting {
    pub fn new(run: &Run, database_url: &str, folder: &Path) -> Setting {
        Setting {
            database_url: database_url.to_owned(),
            folder: folder.to_owned(),
            secret_file: run.secret_file(),
            env: Vec::new(),
        }
    }

    pub fn env(mut self, name: &str, value: &str) -> Setting {
        self.env.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Any subcommand with this database, data folder and secret.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(server_binary());
        for (name, _) in std::env::vars().filter(|(n, _)| {
            n == "DATABASE_URL" || (n.starts_with("SHOUZHAN_") && !n.starts_with("SHOUZHAN_TEST"))
        }) {
            command.env_remove(name);
        }
        command
            .args(args)
            .current_dir(&self.folder)
            .env("DATABASE_URL", &self.database_url)
            .env("SHOUZHAN_LISTEN", "127.0.0.1:0")
            .env("SHOUZHAN_DATA", self.folder.join("data"))
            .env("SHOUZHAN_SECRET_FILE", &self.secret_file)
            .env("SHOUZHAN_DIST", dist())
            .env("SHOUZHAN_ACCESS_TOKEN_SECONDS", "7200")
            .env("SHOUZHAN_RATE_LIMIT", "0")
            .env("SHOUZHAN_READERS", "2")
            .env("SHOUZHAN_LOG", "info,actix_server=warn")
            .envs(self.env.iter().map(|(n, v)| (n, v)))
            .stdin(Stdio::null());
        command
    }

    /// Runs a subcommand to its end.
    pub fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    pub fn serve(&self) -> Server {
        self.try_serve()
            .unwrap_or_else(|log| panic!("the server doesn't start:\n{log}"))
    }

    /// The server, or what it said when it didn't come up.
    pub fn try_serve(&self) -> Result<Server, String> {
        let number = std::fs::read_dir(&self.folder)
            .map(Iterator::count)
            .unwrap_or_default();
        let log = self.folder.join(format!("server-{number}.log"));
        let mut process = self
            .command(&["serve"])
            .stdout(Stdio::piped())
            .stderr(std::fs::File::create(&log).unwrap())
            .spawn()
            .unwrap();
        let (tell, hear) = mpsc::channel();
        let out = process.stdout.take().unwrap();
        std::thread::spawn(move || {
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                // Nobody may be listening any more; the pipe still has to be emptied.
                let _heard = tell.send(line);
            }
        });
        let mut said = Vec::new();
        let mut base = None;
        while let Ok(line) = hear.recv_timeout(Duration::from_secs(20)) {
            base = line
                .strip_prefix("shouzhan: serving ")
                .map(|b| b.trim().trim_end_matches('/').to_owned());
            said.push(line);
            if base.is_some() {
                break;
            }
        }
        // The set-up link may come right after the address.
        while let Ok(line) =
            hear.recv_timeout(Duration::from_millis(if said.len() > 1 { 1 } else { 15 }))
        {
            said.push(line);
        }
        match base {
            Some(base) => Ok(Server {
                process,
                base,
                said,
                log,
            }),
            None => {
                let _dead = process.kill();
                let _ended = process.wait();
                Err(format!(
                    "{}\n{}",
                    said.join("\n"),
                    std::fs::read_to_string(&log).unwrap_or_default()
                ))
            }
        }
    }
}

impl Server {
    /// SIGTERM and wait: everything is on disk afterwards.
    pub fn stop(mut self) {
        self.terminate();
    }

    /// As a power cut would: SIGKILL.
    pub fn kill(mut self) {
        let _dead = self.process.kill();
        let _ended = self.process.wait();
    }

    fn terminate(&mut self) {
        let _sent = Command::new("kill")
            .args(["-TERM", &self.process.id().to_string()])
            .status();
        for _ in 0..600 {
            if self.process.try_wait().unwrap().is_some() {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("the server doesn't end on SIGTERM");
    }

    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// Processor time the server has used so far, in clock ticks (10 ms).
    pub fn cpu_ticks(&self) -> u64 {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.pid())).unwrap();
        // Fields 14 and 15; the name in brackets may hold spaces, so count behind it.
        let fields: Vec<&str> = stat
            .rsplit(')')
            .next()
            .unwrap()
            .split_whitespace()
            .collect();
        fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap()
    }

    pub fn pid(&self) -> u32 {
        self.process.id()
    }

    /// The token of the printed set-up link.
    pub fn setup_token(&self) -> String {
        let line = self
            .said
            .iter()
            .find(|l| l.contains("/setup#token="))
            .unwrap_or_else(|| panic!("no set-up link in {:?}", self.said));
        line.split("#token=").nth(1).unwrap().trim().to_owned()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _dead = self.process.kill();
        let _ended = self.process.wait();
        if std::thread::panicking() {
            let log = self.log();
            let tail: Vec<&str> = log.lines().rev().take(40).collect();
            let tail: Vec<&str> = tail.into_iter().rev().collect();
            println!("--- the server's log ---\n{}", tail.join("\n"));
        }
    }
}

/// The SPA that the run built, else the one in dist/.
fn dist() -> PathBuf {
    std::env::var_os("SHOUZHAN_TEST_DIST")
        .map_or_else(|| crate::run::root().join("dist"), PathBuf::from)
}
