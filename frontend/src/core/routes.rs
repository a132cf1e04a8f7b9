//! Every address of the application, in one list.

use uuid::Uuid;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Route {
    SignIn,
    Reset,
    Setup,
    MyDay,
    Employees,
    NewEmployee,
    ImportEmployees,
    Employee(Uuid),
    EditEmployee(Uuid),
    Teams,
    Team(Uuid),
    Areas,
    Area(Uuid),
    OrgTree,
    Assignments,
    Rules,
    Audit,
    AuditEntry(Uuid),
    Notifications,
    ApiKeys,
    Settings,
    Account,
    More,
    NotFound,
}

impl Route {
    pub fn parse(path: &str) -> Route {
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        let with =
            |id: &str, make: fn(Uuid) -> Route| Uuid::parse_str(id).map_or(Route::NotFound, make);
        match parts.as_slice() {
            [] | ["my-day"] => Route::MyDay,
            ["sign-in"] => Route::SignIn,
            ["reset"] => Route::Reset,
            ["setup"] => Route::Setup,
            ["employees"] => Route::Employees,
            ["employees", "new"] => Route::NewEmployee,
            ["employees", "import"] => Route::ImportEmployees,
            ["employees", id] => with(id, Route::Employee),
            ["employees", id, "edit"] => with(id, Route::EditEmployee),
            ["teams"] => Route::Teams,
            ["teams", id] => with(id, Route::Team),
            ["areas"] => Route::Areas,
            ["areas", id] => with(id, Route::Area),
            ["org-tree"] => Route::OrgTree,
            ["role-assignments"] => Route::Assignments,
            ["rules"] => Route::Rules,
            ["audit"] => Route::Audit,
            ["audit", id] => with(id, Route::AuditEntry),
            ["notifications"] => Route::Notifications,
            ["api-keys"] => Route::ApiKeys,
            ["settings"] => Route::Settings,
            ["account"] => Route::Account,
            ["more"] => Route::More,
            _ => Route::NotFound,
        }
    }

    pub fn path(self) -> String {
        match self {
            Route::MyDay => "/".into(),
            Route::NewEmployee => "/employees/new".into(),
            Route::ImportEmployees => "/employees/import".into(),
            Route::Employee(id) => format!("/employees/{id}"),
            Route::EditEmployee(id) => format!("/employees/{id}/edit"),
            Route::Team(id) => format!("/teams/{id}"),
            Route::Area(id) => format!("/areas/{id}"),
            Route::AuditEntry(id) => format!("/audit/{id}"),
            other => format!("/{}", other.name()),
        }
    }

    /// Word for test ids and page containers; a record's pages share the word of their list.
    pub fn name(self) -> &'static str {
        match self {
            Route::SignIn => "sign-in",
            Route::Reset => "reset",
            Route::Setup => "setup",
            Route::MyDay => "my-day",
            Route::Employees => "employees",
            Route::NewEmployee => "new-employee",
            Route::ImportEmployees => "import-employees",
            Route::Employee(_) => "employee",
            Route::EditEmployee(_) => "edit-employee",
            Route::Teams => "teams",
            Route::Team(_) => "team",
            Route::Areas => "areas",
            Route::Area(_) => "area",
            Route::OrgTree => "org-tree",
            Route::Assignments => "role-assignments",
            Route::Rules => "rules",
            Route::Audit => "audit",
            Route::AuditEntry(_) => "audit-entry",
            Route::Notifications => "notifications",
            Route::ApiKeys => "api-keys",
            Route::Settings => "settings",
            Route::Account => "account",
            Route::More => "more",
            Route::NotFound => "not-found",
        }
    }

    /// Menu entry that a page belongs to.
    pub fn section(self) -> Route {
        match self {
            Route::NewEmployee
            | Route::ImportEmployees
            | Route::Employee(_)
            | Route::EditEmployee(_) => Route::Employees,
            Route::Team(_) => Route::Teams,
            Route::Area(_) => Route::Areas,
            Route::AuditEntry(_) => Route::Audit,
            other => other,
        }
    }

    /// Pages that need nobody signed in.
    pub fn public(self) -> bool {
        matches!(self, Route::SignIn | Route::Reset | Route::Setup)
    }
}
