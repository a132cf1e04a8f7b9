//! One test run: the folder that `with-databases` made, and where to find things in it.

use std::path::{Path, PathBuf};

use crate::{App, Backend};

pub const FOLDER: &str = "SHOUZHAN_TEST_RUN";
pub const POSTGRES: &str = "SHOUZHAN_TEST_POSTGRES";
pub const SERVER: &str = "SHOUZHAN_TEST_SERVER";

#[derive(Debug, Clone)]
pub struct Run {
    pub folder: PathBuf,
    /// `postgres://user@host:port`.
    pub postgres: String,
}

impl Run {
    pub fn current() -> Run {
        let folder = std::env::var_os(FOLDER)
            .expect("start the tests through `with-databases`, as `make test` does");
        Run {
            folder: folder.into(),
            postgres: std::env::var(POSTGRES).unwrap(),
        }
    }

    pub fn postgres_url(&self, database: &str) -> String {
        format!("{}/{database}", self.postgres)
    }

    pub fn template_sqlite(&self) -> PathBuf {
        self.folder.join("template.sqlite")
    }

    /// Names, ids, tokens of the template department on that database.
    pub fn department_file(&self, backend: Backend) -> PathBuf {
        self.folder
            .join(format!("department-{}.json", backend.name()))
    }

    /// The master secret that all servers of the run share, so that tokens made once are good everywhere.
    pub fn secret_file(&self) -> PathBuf {
        self.folder.join("secret")
    }

    pub fn secret(&self) -> String {
        std::fs::read_to_string(self.secret_file())
            .unwrap()
            .trim()
            .to_owned()
    }
}

/// The server's binary: named by the environment, else beside the test's own.
pub fn server_binary() -> PathBuf {
    if let Some(path) = std::env::var_os(SERVER) {
        return path.into();
    }
    let here = std::env::current_exe().unwrap();
    let folder = here.ancestors().find(|p| p.join("shouzhan").is_file());
    folder
        .map(|f| f.join("shouzhan"))
        .expect("no server binary: cargo build -p api")
}

/// The repository's root.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// A test's future, boxed at once: hundreds of tests, one instance of everything around them.
pub type Body = std::pin::Pin<Box<dyn Future<Output = ()>>>;

/// Runs a test body on a copy of the template department.
pub fn on(backend: Backend, body: fn(App) -> Body) {
    block(Box::pin(
        async move { body(App::start(backend).await).await },
    ));
}

/// Runs a test body on a new installation: no tables, no department.
pub fn on_nothing(backend: Backend, body: fn(App) -> Body) {
    block(Box::pin(
        async move { body(App::empty(backend).await).await },
    ));
}

pub fn block(body: Body) {
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    runtime
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap()
        .block_on(body);
}
