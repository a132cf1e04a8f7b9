//! `with-databases COMMAND…` — starts a private PostgreSQL, makes the template department on both databases through the API,
//! runs the command with their addresses in its environment, and takes everything away again, whatever happened.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use tests::database::TEMPLATE;
use tests::postgres::Postgres;
use tests::run::{FOLDER, POSTGRES, Run, SERVER, server_binary};
use tests::server::Setting;
use tests::{Backend, Department};
use tokio::signal::unix::{SignalKind, signal};

// One thread: PostgreSQL is told to end with the thread that started it.
#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let Some(program) = arguments.next() else {
        println!("usage: with-databases COMMAND…");
        return ExitCode::from(2);
    };
    let folder = tempfile::Builder::new()
        .prefix("shouzhan-tests-")
        .tempdir_in(roomy())
        .unwrap();
    println!(
        "· starting a private PostgreSQL in {}",
        folder.path().display()
    );
    let postgres = Postgres::start(folder.path());
    let run = Run {
        folder: folder.path().to_owned(),
        postgres: postgres.url("").trim_end_matches('/').to_owned(),
    };
    for backend in Backend::ALL {
        println!("· making the template department on {}", backend.name());
        make_template(&run, backend).await;
    }
    let mut interrupt = signal(SignalKind::interrupt()).unwrap();
    let mut terminate = signal(SignalKind::terminate()).unwrap();
    let mut child = tokio::process::Command::new(&program)
        .args(arguments)
        .env(FOLDER, &run.folder)
        .env(POSTGRES, &run.postgres)
        .env(SERVER, server_binary())
        .kill_on_drop(true)
        .spawn()
        .unwrap_or_else(|e| panic!("{}: {e}", program.to_string_lossy()));
    // A terminal sends its Ctrl-C to the command too; we only wait for it to finish.
    let code = loop {
        tokio::select! {
            status = child.wait() => break status.unwrap().code().unwrap_or(1),
            _ = interrupt.recv() => {}
            _ = terminate.recv() => break 143,
        }
    };
    drop(child);
    if std::env::var_os("SHOUZHAN_TEST_KEEP").is_some() {
        println!("· kept {}", folder.keep().display());
    }
    drop(postgres);
    ExitCode::from(code as u8)
}

/// Where a thousand databases live for a second each: in memory where there is room, since making and removing their files costs
/// more than what is written to them.
fn roomy() -> PathBuf {
    let memory = Path::new("/dev/shm");
    let free = Command::new("df")
        .args(["--output=avail", "-k"])
        .arg(memory)
        .output();
    let free = free.ok().and_then(|said| {
        let said = String::from_utf8(said.stdout).ok()?;
        said.lines().last()?.trim().parse::<u64>().ok()
    });
    match free {
        Some(kib) if kib > 6 * 1024 * 1024 => memory.to_owned(),
        _ => std::env::temp_dir(),
    }
}

async fn make_template(run: &Run, backend: Backend) {
    let work = run.folder.join(format!("template-{}", backend.name()));
    std::fs::create_dir_all(work.join("data")).unwrap();
    let url = match backend {
        Backend::Sqlite => format!("sqlite://{}", run.template_sqlite().display()),
        Backend::Postgres => {
            tests::database::Sql::open(&run.postgres_url("postgres"))
                .run(&format!("CREATE DATABASE {TEMPLATE}"));
            run.postgres_url(TEMPLATE)
        }
    };
    let server = Setting::new(run, &url, &work).serve();
    let department = Department::make(&server).await;
    // Notifications of the making are dispatched in the background; let them come to rest in the template.
    let mut sql = tests::database::Sql::open(&url);
    tests::wait::until("the outbox to be dispatched", || {
        let waiting = sql.count("outbox WHERE dispatched_at IS NULL");
        async move { (waiting == 0).then_some(()) }
    })
    .await;
    server.stop();
    // Copies are new installations to the workers: nobody holds their leases.
    sql.run("DELETE FROM leases");
    drop(sql);
    if backend == Backend::Sqlite {
        tests::database::Sql::open(&url).run("PRAGMA wal_checkpoint(TRUNCATE)");
    }
    department.write(&run.department_file(backend));
}
