//! What a test gets: its own copy of the template department behind its own server.

use std::path::PathBuf;

use crate::client::Client;
use crate::database::{Backend, Database, Sql};
use crate::department::{Department, Role};
use crate::run::Run;
use crate::server::{Server, Setting};

pub struct App {
    // Dropped in this order: first the server, then its database, then the folder.
    pub server: Server,
    pub database: Database,
    pub setting: Setting,
    pub department: Department,
    pub run: Run,
    pub backend: Backend,
    client: Client,
    folder: tempfile::TempDir,
}

impl App {
    /// The template department.
    pub async fn start(backend: Backend) -> App {
        App::start_with(backend, |s| s).await
    }

    /// The template department behind a server with other settings.
    pub async fn start_with(backend: Backend, turn: impl FnOnce(Setting) -> Setting) -> App {
        let run = Run::current();
        let folder = fresh_folder(&run);
        let database = Database::copy(&run, backend, folder.path());
        let department = Department::read(&run.department_file(backend));
        App::serve(run, folder, database, department, turn)
    }

    /// A new installation: no tables, no department.
    pub async fn empty(backend: Backend) -> App {
        let run = Run::current();
        let folder = fresh_folder(&run);
        let database = Database::empty(&run, backend, folder.path());
        App::serve(run, folder, database, Department::default(), |s| s)
    }

    fn serve(
        run: Run,
        folder: tempfile::TempDir,
        database: Database,
        department: Department,
        turn: impl FnOnce(Setting) -> Setting,
    ) -> App {
        let setting = turn(Setting::new(&run, &database.url, folder.path()));
        let server = setting.serve();
        let client = Client::new(&server.base, None);
        let backend = database.backend;
        App {
            server,
            database,
            setting,
            department,
            run,
            backend,
            client,
            folder,
        }
    }

    pub fn anonymous(&self) -> Client {
        self.client.clone()
    }

    /// A person of the template by role: manager, the deputy of area A, lead and first member of team A1.
    pub fn as_role(&self, role: Role) -> Client {
        self.by(role.person())
    }

    /// A person of the template by name, e.g. `lead_b1`.
    pub fn by(&self, person: &str) -> Client {
        self.with_token(&self.department.person(person).token)
    }

    pub fn with_token(&self, token: &str) -> Client {
        self.client.with_token(token)
    }

    pub fn with_key(&self, key: &str) -> Client {
        self.with_token(self.department.key(key))
    }

    /// Id of a person, team (`team_a1`) or area (`area_a`) of the template.
    pub fn id(&self, name: &str) -> String {
        self.department.id(name)
    }

    pub fn sql(&self) -> Sql {
        self.database.sql()
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    /// A second server on the same database, data and secret.
    pub fn second(&self) -> (Server, Client) {
        let server = self.setting.serve();
        let client = Client::new(&server.base, None);
        (server, client)
    }

    /// Ends the server with SIGTERM and starts another on the same database.
    pub async fn restart(self) -> App {
        self.restart_with(|s| s).await
    }

    /// The same, with something done while no server runs.
    pub async fn restart_after(self, act: impl FnOnce(&Setting)) -> App {
        self.restart_with(|setting| {
            act(&setting);
            setting
        })
        .await
    }

    pub async fn restart_with(self, turn: impl FnOnce(Setting) -> Setting) -> App {
        let App {
            server,
            database,
            setting,
            department,
            run,
            backend,
            folder,
            client: _,
        } = self;
        server.stop();
        let setting = turn(setting);
        let server = setting.serve();
        let client = Client::new(&server.base, None);
        App {
            server,
            database,
            setting,
            department,
            run,
            backend,
            client,
            folder,
        }
    }
}

fn fresh_folder(run: &Run) -> tempfile::TempDir {
    tempfile::Builder::new()
        .prefix("t-")
        .tempdir_in(&run.folder)
        .unwrap()
}
