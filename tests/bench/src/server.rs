//! The server under test (and the bare one) as child processes that end with this one.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use crate::{Outcome, http, stop};

/// How the server is started on a database.
pub struct Setting {
    pub binary: PathBuf,
    pub folder: PathBuf,
    pub database_url: String,
}

pub struct SignIn {
    pub number: String,
    pub password: String,
}

impl Setting {
    fn command(&self, subcommand: &str) -> Command {
        let mut command = tied(&self.binary);
        for (name, _) in
            std::env::vars().filter(|(n, _)| n == "DATABASE_URL" || n.starts_with("SHOUZHAN_"))
        {
            command.env_remove(name);
        }
        command
            .arg(subcommand)
            .args([
                "--database-url",
                &self.database_url,
                "--listen",
                "127.0.0.1:0",
            ])
            .arg("--data-dir")
            .arg(self.folder.join("data"))
            .arg("--secret-file")
            .arg(self.folder.join("secret"))
            .env("SHOUZHAN_RATE_LIMIT", "0")
            .env("SHOUZHAN_ACCESS_TOKEN_SECONDS", "7200")
            .current_dir(&self.folder)
            .stdin(Stdio::null());
        command
    }

    /// Fills the empty database; answers the four sign-ins by role.
    pub fn demo(&self, people: usize) -> Outcome<Vec<(String, SignIn)>> {
        let out = self
            .command("demo")
            .args(["--people", &people.to_string()])
            .output()?;
        stop::check()?;
        if !out.status.success() {
            return Err(format!("demo: {}", String::from_utf8_lossy(&out.stderr)).into());
        }
        std::fs::write(self.folder.join("sign-ins"), &out.stdout)?;
        let sign_ins: Vec<_> = String::from_utf8(out.stdout)?
            .lines()
            .filter_map(|line| {
                let words: Vec<&str> = line.strip_prefix("shouzhan:")?.split_whitespace().collect();
                match words[..] {
                    [role, number, "password", password] => Some((
                        role.to_owned(),
                        SignIn {
                            number: number.to_owned(),
                            password: password.to_owned(),
                        },
                    )),
                    _ => None,
                }
            })
            .collect();
        if sign_ins.len() == 4 {
            Ok(sign_ins)
        } else {
            Err("demo didn't print four sign-ins".into())
        }
    }

    pub fn serve(&self) -> Outcome<Server> {
        let log = std::fs::File::create(self.folder.join("server.log"))?;
        let mut command = self.command("serve");
        command.stderr(log);
        Server::start(command, "shouzhan: serving http://").map_err(|e| {
            format!(
                "{e}: {}",
                std::fs::read_to_string(self.folder.join("server.log")).unwrap_or_default()
            )
            .into()
        })
    }
}

/// `setpriv` lets the kernel end a child when its parent dies, however it dies.
fn tied(program: &Path) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "KILL"]).arg(program);
    command
}

pub struct Server {
    process: Child,
    pub address: SocketAddr,
    /// From starting the process to the first answer of `/livez` (or whatever is there).
    pub start: Duration,
}

impl Server {
    pub fn bare(answer: &Path) -> Outcome<Server> {
        let mut command = tied(&std::env::current_exe()?);
        command.arg("--bare").arg(answer).stdin(Stdio::null());
        Server::start(command, "bare: serving http://")
    }

    fn start(mut command: Command, says: &str) -> Outcome<Server> {
        let begun = Instant::now();
        let mut process = command.stdout(Stdio::piped()).spawn()?;
        let out = process.stdout.take().ok_or("no output")?;
        let (tell, hear) = mpsc::channel();
        std::thread::spawn(move || {
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                // Nobody may be listening any more; the pipe still has to be emptied.
                let _heard = tell.send(line);
            }
        });
        let mut server = Server {
            process,
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
            start: Duration::ZERO,
        };
        loop {
            let line = hear
                .recv_timeout(Duration::from_secs(20))
                .map_err(|_| "the server doesn't start")?;
            if let Some(address) = line.strip_prefix(says) {
                server.address = address.trim().parse()?;
                break;
            }
        }
        while http::call(server.address, "GET", "/livez", "", "").is_err() {
            if begun.elapsed() > Duration::from_secs(20) {
                return Err("the server doesn't answer".into());
            }
            std::thread::sleep(Duration::from_micros(200));
        }
        server.start = begun.elapsed();
        Ok(server)
    }

    pub fn sign_in(&self, who: &SignIn) -> Outcome<String> {
        let body = serde_json::json!({ "login": who.number, "password": who.password }).to_string();
        let answer = http::call(self.address, "POST", "/api/v1/auth/sessions", "", &body)?;
        let json = answer.json()?;
        Ok(json["access_token"]
            .as_str()
            .ok_or_else(|| format!("sign-in: {json}"))?
            .to_owned())
    }

    /// Processor seconds so far.
    pub fn processor(&self) -> f64 {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.process.id()))
            .unwrap_or_default();
        // After the name in brackets: state is field 3, utime 14, stime 15, in hundredths of a second.
        let fields: Vec<&str> = stat
            .rsplit(')')
            .next()
            .unwrap_or_default()
            .split_whitespace()
            .collect();
        let ticks = |n: usize| {
            fields
                .get(n)
                .and_then(|f| f.parse::<f64>().ok())
                .unwrap_or_default()
        };
        (ticks(11) + ticks(12)) / 100.0
    }

    /// Peak resident memory in MB.
    pub fn peak(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id()))
            .unwrap_or_default();
        let line = status
            .lines()
            .find_map(|l| l.strip_prefix("VmHWM:"))
            .unwrap_or_default();
        line.trim()
            .trim_end_matches(" kB")
            .parse::<f64>()
            .unwrap_or_default()
            / 1024.0
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _sent = Command::new("kill")
            .args(["-TERM", &self.process.id().to_string()])
            .status();
        for _ in 0..100 {
            if matches!(self.process.try_wait(), Ok(Some(_))) {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        let _dead = self.process.kill();
        let _ended = self.process.wait();
    }
}
