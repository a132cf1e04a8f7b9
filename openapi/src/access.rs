//! Roles, reaches and actions: the words of the rules table. The table itself (who may do what) is the server's,
//! `api/src/access/rules.rs`; rendered it is `openapi/rules.md` and `GET /api/v1/rules`.

use serde::{Deserialize, Serialize};

use crate::Text;

/// 團隊成員 · 團隊主管 · 副經理 · 部門經理.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Member,
    Lead,
    Deputy,
    Manager,
}

impl Role {
    pub const ALL: [Role; 4] = [Role::Member, Role::Lead, Role::Deputy, Role::Manager];

    pub fn name(self) -> &'static str {
        ["member", "lead", "deputy", "manager"][self as usize]
    }

    pub fn title(self) -> Text {
        match self {
            Role::Member => Text::new("團隊成員", "团队成员", "Member"),
            Role::Lead => Text::new("團隊主管", "团队主管", "Team lead"),
            Role::Deputy => Text::new("副經理", "副经理", "Deputy"),
            Role::Manager => Text::new("部門經理", "部门经理", "Manager"),
        }
    }
}

/// How far an action reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReachKind {
    /// Not allowed.
    No,
    /// Records whose owner is the actor.
    Own,
    /// Records of the actor's team.
    Team,
    /// Records of the teams of the deputy's area, and department-wide records of the area's fields of work.
    Area,
    /// Every record of the department.
    Department,
}

impl ReachKind {
    pub fn title(self) -> Text {
        match self {
            ReachKind::No => Text::new("—", "—", "—"),
            ReachKind::Own => Text::new("本人", "本人", "own"),
            ReachKind::Team => Text::new("本團隊", "本团队", "team"),
            ReachKind::Area => Text::new("分管領域", "分管领域", "area"),
            ReachKind::Department => Text::new("全部門", "全部门", "department"),
        }
    }
}

/// Field of work a deputy can be in charge of (2.2.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Field {
    People,
    Business,
    Finance,
    Workplace,
    Communication,
}

impl Field {
    pub const ALL: [Field; 5] = [
        Field::People,
        Field::Business,
        Field::Finance,
        Field::Workplace,
        Field::Communication,
    ];
}

macro_rules! actions {
    ($($(#[$m:meta])* $name:ident = $wire:tt, $clause:literal, $hant:literal, $hans:literal, $en:literal;)+) => {
        /// Everything that can be allowed or refused. Names are stable: API keys, rules and audit rows cite them.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
        pub enum Action { $($(#[$m])* #[serde(rename = $wire)] $name,)+ }

        impl Action {
            pub const ALL: &'static [Action] = &[$(Action::$name),+];

            pub fn name(self) -> &'static str { match self { $(Action::$name => $wire,)+ } }

            /// Clause of the regulation that the action serves.
            pub fn clause(self) -> &'static str { match self { $(Action::$name => $clause,)+ } }

            pub fn title(self) -> Text { match self { $(Action::$name => Text::new($hant, $hans, $en),)+ } }

            pub fn from_name(name: &str) -> Option<Action> { Action::ALL.iter().copied().find(|a| a.name() == name) }
        }

        /// One zero-sized type per action, so that a handler's signature names the permission it needs.
        pub mod tag {
            $(pub struct $name; impl super::ActionTag for $name { const ACTION: super::Action = super::Action::$name; })+
        }
    };
}

/// Ties a type to its action.
pub trait ActionTag: 'static {
    const ACTION: Action;
}

actions! {
    ProfileRead = "profile_read", "2.2.4", "查看本人帳號", "查看本人账号", "See my account";
    ProfileUpdate = "profile_update", "2.2.4", "修改本人帳號與密碼", "修改本人账号与密码", "Change my account and password";
    MyDayRead = "my_day_read", "2.2.4", "查看今日工作", "查看今日工作", "See my day";
    NotificationRead = "notification_read", "7.1.4", "查看本人通知", "查看本人通知", "See my notifications";
    RulesRead = "rules_read", "1.3", "查看權限規則", "查看权限规则", "See who may do what";
    SettingsRead = "settings_read", "2.1", "查看部門設定", "查看部门设置", "See the department's settings";
    SettingsManage = "settings_manage", "2.1", "修改部門設定", "修改部门设置", "Change the department's settings";
    OrganizationRead = "organization_read", "2.1", "查看組織架構", "查看组织架构", "See the organization and who is who";
    AreaManage = "area_manage", "2.1", "管理分管領域", "管理分管领域", "Manage areas";
    TeamManage = "team_manage", "2.1", "管理團隊", "管理团队", "Manage teams";
    EmployeeRead = "employee_read", "2.1", "查看員工資料", "查看员工资料", "See employee records";
    EmployeePrivateRead = "employee_private_read", "2.1", "查看員工私人資料", "查看员工私人资料", "See private employee data";
    EmployeeCreate = "employee_create", "2.1", "新增員工", "新增员工", "Add employees";
    EmployeeUpdate = "employee_update", "2.1", "修改員工資料", "修改员工资料", "Change employee records";
    EmployeeTransfer = "employee_transfer", "2.1", "調動員工", "调动员工", "Transfer employees";
    EmployeeDepart = "employee_depart", "2.1", "辦理離職", "办理离职", "Record departures";
    EmployeeImport = "employee_import", "2.1", "匯入員工", "导入员工", "Import employees";
    PasswordReset = "password_reset", "2.1", "發出密碼重設連結", "发出密码重设链接", "Issue password links";
    RoleRead = "role_read", "2.1", "查看任職記錄", "查看任职记录", "See role assignments";
    RoleAssign = "role_assign", "2.1", "任命職務", "任命职务", "Assign roles";
    RoleEnd = "role_end", "2.1", "結束任職", "结束任职", "End roles";
    RoleHandOver = "role_hand_over", "2.1", "移交職務", "移交职务", "Hand over roles";
    DocumentRead = "document_read", "2.1", "查看員工文件", "查看员工文件", "See employee documents";
    DocumentManage = "document_manage", "2.1", "管理員工文件", "管理员工文件", "Add and remove employee documents";
    JobRead = "job_read", "2.1", "查看本人的背景工作", "查看本人的后台任务", "See my background jobs";
    AuditRead = "audit_read", "1.3", "查看稽核記錄", "查看审计记录", "See the audit trail";
    ApiKeyManage = "api_key_manage", "2.1", "管理 API 金鑰", "管理 API 密钥", "Manage API keys";
}
