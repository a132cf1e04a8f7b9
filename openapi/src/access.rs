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
    ComplianceRead = "compliance_read", "1.3", "查看制度落實看板", "查看制度落实看板", "See which clauses are kept";
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
    ApprovalRead = "approval_read", "4.4.2", "查看簽核", "查看审批", "See approvals";
    ApprovalDecide = "approval_decide", "4.4.2", "處理輪到自己的簽核", "处理轮到自己的审批", "Decide what lies with me";
    ApprovalFollow = "approval_follow", "4.4.2", "撤回、催辦、重新提交", "撤回、催办、重新提交", "Withdraw, remind, submit again";
    ApprovalComment = "approval_comment", "4.4.2", "評論、抄送、附加文件", "评论、抄送、附加文件", "Comment, copy, attach";
    CompanyDecide = "company_decide", "4.4.2", "登錄公司決定", "登录公司决定", "Record the company's decision";
    FlowRead = "flow_read", "4.4.2", "查看簽核流程", "查看审批流程", "See approval flows";
    FlowManage = "flow_manage", "4.4.2", "修改簽核流程", "修改审批流程", "Change approval flows";
    DelegationManage = "delegation_manage", "4.4.2", "設定代理人", "设置代理人", "Name my stand-in";
    CalendarRead = "calendar_read", "4.4.4", "查看行事曆", "查看日历", "See the holiday calendar";
    CalendarManage = "calendar_manage", "4.4.4", "維護行事曆", "维护日历", "Keep the holiday calendar";
    LeaveTypeRead = "leave_type_read", "4.4.4", "查看假別", "查看假别", "See leave types";
    LeaveTypeManage = "leave_type_manage", "4.4.4", "維護假別", "维护假别", "Keep leave types";
    LeaveRead = "leave_read", "4.4.2", "查看請假與額度", "查看请假与额度", "See leave and balances";
    LeaveRequest = "leave_request", "4.4.2", "請假與銷假", "请假与销假", "Ask for leave, come back early";
    LeaveGrant = "leave_grant", "4.4.4", "發放與調整額度", "发放与调整额度", "Grant and adjust leave";
    AbsenceRead = "absence_read", "4.4.2", "查看誰不在", "查看谁不在", "See who is away";
    FeedManage = "feed_manage", "4.4.2", "管理本人的行事曆訂閱", "管理本人的日历订阅", "Manage my calendar feeds";
    ShiftRead = "shift_read", "4.4.1", "查看班別與班表", "查看班次与班表", "See shifts and schedules";
    ShiftManage = "shift_manage", "4.4.1", "維護班別與班表", "维护班次与班表", "Keep shifts and schedules";
    ScheduleRead = "schedule_read", "4.4.1", "查看排班", "查看排班", "See who works by which schedule";
    ScheduleAssign = "schedule_assign", "4.4.1", "排班", "排班", "Assign schedules";
    AttendanceRead = "attendance_read", "4.4.1", "查看出勤", "查看考勤", "See attendance";
    PunchClock = "punch_clock", "4.4.1", "打卡", "打卡", "Clock in and out";
    PunchRecord = "punch_record", "4.4.1", "匯入打卡記錄", "导入打卡记录", "Record punches of time clocks";
    CorrectionRequest = "correction_request", "4.4.1", "申請補卡", "申请补卡", "Ask for a correction of attendance";
    StatementRead = "statement_read", "4.4.3", "查看考勤月報", "查看考勤月报", "See attendance statements";
    StatementManage = "statement_manage", "4.4.3", "製作與公布考勤月報", "制作与公布考勤月报", "Make and publish attendance statements";
    ObjectionFile = "objection_file", "4.4.3", "對月報提出異議", "对月报提出异议", "Object to my attendance statement";
    ObjectionAnswer = "objection_answer", "4.4.3", "答覆異議", "答复异议", "Answer objections";
    CustomerRead = "customer_read", "5.1.3", "查看客戶", "查看客户", "See customers";
    CustomerCreate = "customer_create", "5.1.3", "新增客戶", "新增客户", "Add customers";
    CustomerUpdate = "customer_update", "5.1.3", "修改客戶資料", "修改客户资料", "Change customers";
    CustomerReveal = "customer_reveal", "5.1.3", "查看客戶電話與證件號碼", "查看客户电话与证件号码", "See a customer's phone and identity number";
    CustomerImport = "customer_import", "5.1.3", "匯入客戶", "导入客户", "Import customers";
    TargetRead = "target_read", "5.3.1", "查看業績指標", "查看业绩指标", "See targets";
    TargetManage = "target_manage", "5.3.1", "擬定與發布業績指標", "拟定与发布业绩指标", "Draft and publish targets";
    TargetRevise = "target_revise", "5.3.1", "分解與調整業績指標", "分解与调整业绩指标", "Break targets down and revise them";
    AttainmentRead = "attainment_read", "5.3.2", "查看業績達成", "查看业绩达成", "See what was attained";
    ShortfallRead = "shortfall_read", "5.3.4", "查看未達標", "查看未达标", "See shortfalls";
    ShortfallPlan = "shortfall_plan", "5.3.4", "擬定與檢查改善計畫", "拟定与检查改善计划", "Plan and check what is done about shortfalls";
    IncentiveRuleRead = "incentive_rule_read", "5.3.3", "查看激勵辦法", "查看激励办法", "See the rules of incentives";
    IncentiveRuleManage = "incentive_rule_manage", "5.3.3", "訂定激勵辦法", "制定激励办法", "Make the rules of incentives";
    IncentiveRead = "incentive_read", "5.3.3", "查看激勵提案", "查看激励提案", "See proposals of incentives";
    IncentivePropose = "incentive_propose", "5.3.3", "核對與提報激勵提案", "核对与提报激励提案", "Look over and put forward incentives";
    IncentiveDismiss = "incentive_dismiss", "5.3.3", "撤銷激勵提案", "撤销激励提案", "Dismiss proposals of incentives";
    IncentiveAwardRead = "incentive_award_read", "5.3.3", "查看獎金", "查看奖金", "See awards";
    ActualRecord = "actual_record", "5.3.2", "匯入業績數字", "导入业绩数字", "Send in and import figures";
    CustomerMerge = "customer_merge", "5.1.3", "合併客戶資料", "合并客户资料", "Merge customers";
    CustomerTransfer = "customer_transfer", "5.1.3", "移交客戶", "移交客户", "Transfer customers";
    ActivityRead = "activity_read", "5.1.2", "查看活動記錄", "查看活动记录", "See activities";
    ActivityLog = "activity_log", "5.1.2", "記錄與客戶的活動", "记录与客户的活动", "Log activities with customers";
    ActivityCorrect = "activity_correct", "5.1.2", "更正本人的活動記錄", "更正本人的活动记录", "Put my activities right";
    FollowUpRead = "follow_up_read", "5.1.4", "查看該聯繫的客戶", "查看该联系的客户", "See who is due for follow-up";
    CadenceRead = "cadence_read", "5.1.4", "查看聯繫週期", "查看联系周期", "See the follow-up cadence";
    CadenceManage = "cadence_manage", "5.1.4", "設定聯繫週期", "设置联系周期", "Change the follow-up cadence";
    CaseStageRead = "case_stage_read", "5.2.1", "查看業務流程階段", "查看业务流程阶段", "See the stages of cases";
    CaseStageManage = "case_stage_manage", "5.2.1", "修改業務流程階段的要求", "修改业务流程阶段的要求", "Change what a stage asks for";
    CaseRead = "case_read", "5.2.1", "查看業務件", "查看业务件", "See cases";
    CaseCreate = "case_create", "5.2.1", "新增業務件", "新增业务件", "Open cases";
    CaseUpdate = "case_update", "5.2.1", "填寫業務件", "填写业务件", "Fill in cases";
    CaseMove = "case_move", "5.2.1", "推進或結束業務件", "推进或结束业务件", "Move and close cases";
    CaseTransfer = "case_transfer", "5.2.1", "移交業務件", "移交业务件", "Hand cases over";
    CaseFlagRaise = "case_flag_raise", "5.2.4", "標示業務件風險", "标示业务件风险", "Flag a case as a risk";
    CaseFlagClear = "case_flag_clear", "5.2.4", "解除業務件風險標示", "解除业务件风险标示", "Clear a case's risk flag";
    ManualRead = "manual_read", "5.2.2", "查看操作手冊", "查看操作手册", "See the operations manual";
    ManualManage = "manual_manage", "5.2.2", "編寫與發布操作手冊", "编写与发布操作手册", "Write and publish the operations manual";
    ManualAcknowledge = "manual_acknowledge", "5.2.2", "簽認操作手冊", "签认操作手册", "Acknowledge the operations manual";
    ManualWatch = "manual_watch", "5.2.2", "查看誰尚未簽認操作手冊", "查看谁尚未签认操作手册", "See who hasn't acknowledged the manual";
    RiskRead = "risk_read", "5.2.4", "查看風險登記", "查看风险登记", "See the risk register";
    RiskManage = "risk_manage", "5.2.4", "登記與覆核風險", "登记与复核风险", "Register and review risks";
    InspectionPlanRead = "inspection_plan_read", "5.2.3", "查看檢查計畫與項目", "查看检查计划与项目", "See plans and items of inspections";
    InspectionPlanManage = "inspection_plan_manage", "5.2.3", "訂定檢查計畫", "制定检查计划", "Make plans of inspections";
    InspectionChecklistManage = "inspection_checklist_manage", "5.2.3", "修改檢查項目", "修改检查项目", "Change what inspections look at";
    InspectionRead = "inspection_read", "5.2.3", "查看業務檢查", "查看业务检查", "See inspections";
    InspectionOrder = "inspection_order", "5.2.3", "抽樣與指定檢查", "抽样与指定检查", "Draw samples and order inspections";
    InspectionRecord = "inspection_record", "5.2.3", "記錄檢查結果", "记录检查结果", "Record inspections";
    FindingRectify = "finding_rectify", "5.2.3", "整改缺失", "整改缺失", "Rectify findings";
    InspectionRecheck = "inspection_recheck", "5.2.3", "複查缺失", "复查缺失", "Check findings again";
    ServiceCategoryRead = "service_category_read", "5.1.5", "查看服務件類別", "查看服务件类别", "See the categories of service requests";
    ServiceCategoryManage = "service_category_manage", "5.1.5", "設定服務件類別", "设置服务件类别", "Change the categories of service requests";
    ServiceRead = "service_read", "5.1.5", "查看服務件與申訴", "查看服务件与投诉", "See service requests and complaints";
    ServiceCreate = "service_create", "5.1.5", "登記服務件與申訴", "登记服务件与投诉", "Open service requests and complaints";
    ServiceUpdate = "service_update", "5.1.5", "處理服務件與申訴", "处理服务件与投诉", "Work on service requests and complaints";
    ServiceAnswer = "service_answer", "5.1.5", "答覆服務件與申訴", "答复服务件与投诉", "Answer service requests and complaints";
    ServiceClose = "service_close", "5.1.5", "結案服務件與申訴", "结案服务件与投诉", "Close service requests and complaints";
    ServiceReopen = "service_reopen", "5.1.5", "重新處理服務件與申訴", "重新处理服务件与投诉", "Open service requests and complaints again";
    ServiceRate = "service_rate", "5.1.5", "記錄客戶滿意度", "记录客户满意度", "Record how content a customer was";
    ServiceTransfer = "service_transfer", "5.1.5", "移交服務件與申訴", "移交服务件与投诉", "Hand service requests and complaints over";
    ExpansionPlanRead = "expansion_plan_read", "5.1.1", "查看拓展計畫", "查看拓展计划", "See expansion plans";
    ExpansionPlanManage = "expansion_plan_manage", "5.1.1", "擬定與結案拓展計畫", "拟定与结案拓展计划", "Make and close expansion plans";
    CustomerEventRead = "customer_event_read", "5.1.5", "查看客戶活動", "查看客户活动", "See customer events";
    CustomerEventCreate = "customer_event_create", "5.1.5", "規劃客戶活動", "规划客户活动", "Plan customer events";
    CustomerEventManage = "customer_event_manage", "5.1.5", "開放、變更、結案客戶活動", "开放、变更、结案客户活动", "Open, change and close customer events";
    EventInvitationRead = "event_invitation_read", "5.1.5", "查看客戶活動邀請", "查看客户活动邀请", "See invitations to events";
    EventInvite = "event_invite", "5.1.5", "邀請客戶參加活動", "邀请客户参加活动", "Invite customers to events";
    EventInvitationUpdate = "event_invitation_update", "5.1.5", "記錄回覆與到場", "记录回复与到场", "Note answers and who came";
    RegulationRead = "regulation_read", "1.3", "查看制度、程序與應急預案", "查看制度、程序与应急预案", "See the regulation, procedures and emergency plans";
    RegulationManage = "regulation_manage", "2.2.2", "編寫與發布制度文件", "编写与发布制度文件", "Write and publish documents";
    RegulationAcknowledge = "regulation_acknowledge", "1.2", "簽認制度文件", "签认制度文件", "Acknowledge documents";
    RegulationWatch = "regulation_watch", "1.3", "查看制度文件簽認情形", "查看制度文件签认情况", "See who has acknowledged documents";
    DutyPlanRead = "duty_plan_read", "3.1.1", "查看例行工作安排", "查看例行工作安排", "See which duties there are";
    DutyManage = "duty_manage", "3.1.1", "安排例行工作", "安排例行工作", "Set up, change and end duties";
    DutyTemplateLoad = "duty_template_load", "1.2", "載入制度的例行工作", "加载制度的例行工作", "Load the duties of the regulation";
    DutyRead = "duty_read", "3.1.1", "查看到期的例行工作", "查看到期的例行工作", "See what is due";
    DutyComplete = "duty_complete", "3.1.1", "完成並簽署例行工作", "完成并签署例行工作", "Do what is due, and sign for it";
    DutyHandOver = "duty_hand_over", "3.1.1", "轉交例行工作", "转交例行工作", "Hand over what is due";
    DutyExcuse = "duty_excuse", "3.1.1", "免除例行工作", "免除例行工作", "Excuse what is due";
    RepairRead = "repair_read", "3.1.4", "查看報修", "查看报修", "See repair tickets";
    RepairReport = "repair_report", "3.1.4", "報修", "报修", "Report damage";
    RepairAssign = "repair_assign", "3.1.4", "指派或駁回報修", "指派或驳回报修", "Say who repairs what, or that it isn't repaired";
    RepairFix = "repair_fix", "3.1.4", "回報修復", "回报修复", "Say that something is repaired";
    RepairConfirm = "repair_confirm", "3.1.4", "確認修復", "确认修复", "Confirm a repair";
    PlaceRead = "place_read", "3.2.1", "查看場所", "查看场所", "See places";
    PlaceManage = "place_manage", "3.2.1", "設定場所", "设置场所", "Set up places";
    BookingRead = "booking_read", "3.2.2", "查看場地預約", "查看场地预约", "See who has which room when";
    BookingCreate = "booking_create", "3.2.2", "預約場地", "预约场地", "Book a room";
    BookingManage = "booking_manage", "3.2.2", "變更、準備與結束場地使用", "变更、准备与结束场地使用", "Change, prepare and close a booking";
    IncidentReport = "incident_report", "3.2.3", "記錄場地違規", "记录场地违规", "Record an incident in a room";
    IncidentDecide = "incident_decide", "3.2.3", "處理場地違規", "处理场地违规", "Say what came of an incident";
    HazardRead = "hazard_read", "3.3.3", "查看隱患", "查看隐患", "See hazards";
    HazardReport = "hazard_report", "3.3.3", "通報隱患", "上报隐患", "Report a hazard";
    HazardAssign = "hazard_assign", "3.3.3", "指派或排除隱患", "指派或排除隐患", "Say who puts a hazard right, or that it is none";
    HazardRectify = "hazard_rectify", "3.3.3", "回報隱患改善", "回报隐患整改", "Say that a hazard is put right";
    HazardRecheck = "hazard_recheck", "3.3.3", "複查隱患", "复查隐患", "Look at a hazard again";
    WorkPlanRead = "work_plan_read", "2.2.1", "查看年度工作計畫", "查看年度工作计划", "See plans of the year";
    WorkPlanManage = "work_plan_manage", "2.2.1", "擬定與發布年度工作計畫", "拟定与发布年度工作计划", "Make and publish plans of the year";
    WorkProgress = "work_progress", "2.2.1", "回報計畫目標進度", "回报计划目标进度", "Say how far a goal of the plan is";
    AreaReviewRead = "area_review_read", "2.2.2", "查看領域總結", "查看领域总结", "See reviews of areas";
    AreaReviewWrite = "area_review_write", "2.2.2", "撰寫領域總結", "撰写领域总结", "Write reviews of the area";
    FeedbackRead = "feedback_read", "2.2.4", "查看意見", "查看意见", "See feedback";
    FeedbackGive = "feedback_give", "2.2.4", "反映問題與客戶需求", "反映问题与客户需求", "Tell problems and what customers need";
    FeedbackAnswer = "feedback_answer", "2.2.4", "回覆意見", "回复意见", "Answer feedback";
    FeedbackSettle = "feedback_settle", "2.2.4", "確認意見已解決", "确认意见已解决", "Say whether an answer settles it";
    CoachingRead = "coaching_read", "2.2.3", "查看輔導紀錄", "查看辅导记录", "See coaching notes";
    CoachingWrite = "coaching_write", "2.2.3", "撰寫輔導紀錄", "撰写辅导记录", "Write coaching notes";
    CareTalkRead = "care_talk_read", "2.2.3", "查看關懷談話", "查看关怀谈话", "See care talks";
    CareTalkWrite = "care_talk_write", "2.2.3", "記錄關懷談話", "记录关怀谈话", "Note care talks";
    DrillRead = "drill_read", "3.3.5", "查看演練", "查看演练", "See drills";
    DrillManage = "drill_manage", "3.3.5", "排定演練", "排定演练", "Plan drills";
    DrillReport = "drill_report", "3.3.5", "回報演練", "回报演练", "Report how a drill went";
    DrillAttend = "drill_attend", "3.3.5", "登記演練出席", "登记演练出席", "Note who took part in a drill";
    ActionItemRead = "action_item_read", "2.2.2", "查看改善事項", "查看改善事项", "See action items";
    ActionItemManage = "action_item_manage", "2.2.2", "訂定改善事項", "制定改善事项", "Say who does what by when";
    ActionItemComplete = "action_item_complete", "2.2.2", "完成改善事項", "完成改善事项", "Say that an action is done";
    SafetyRead = "safety_read", "3.3.2", "查看消防安全設備", "查看消防安全设备", "See the safety equipment";
    SafetyManage = "safety_manage", "3.3.2", "登記消防安全設備", "登记消防安全设备", "Keep the register of safety equipment";
    SafetyInspect = "safety_inspect", "3.3.2", "簽署消防安全設備檢查", "签署消防安全设备检查", "Sign inspections of safety equipment";
    SupplyRead = "supply_read", "3.1.2", "查看用品庫存", "查看用品库存", "See what is in stock";
    SupplyManage = "supply_manage", "3.1.2", "管理用品、補貨與盤點", "管理用品、补货与盘点", "Keep the stock, restock and count it";
    SupplyIssue = "supply_issue", "3.1.2", "領用用品", "领用用品", "Take something from the stock";
    SupplyMovementRead = "supply_movement_read", "3.1.2", "查看用品領用與進出", "查看用品领用与进出", "See who took what from the stock";
    FilingRead = "filing_read", "3.1.2", "查看檔案索引", "查看档案索引", "See what is filed where";
    FilingManage = "filing_manage", "3.1.2", "管理檔案索引", "管理档案索引", "Keep the index of files";
    FilingBorrow = "filing_borrow", "3.1.2", "借出與歸還檔案", "借出与归还档案", "Take files out and bring them back";
    ConductRead = "conduct_read", "3.1.3", "查看行為紀錄", "查看行为记录", "See conduct records";
    ConductReport = "conduct_report", "3.1.3", "登記行為紀錄", "登记行为记录", "Note what was seen";
    ConductState = "conduct_state", "3.1.3", "陳述本人的行為紀錄", "陈述本人的行为记录", "Say what happened";
    ConductDecide = "conduct_decide", "3.1.3", "聽取陳述並決定處理結果", "听取陈述并决定处理结果", "Hear them and give it an outcome";
    JobRead = "job_read", "2.1", "查看本人的背景工作", "查看本人的后台任务", "See my background jobs";
    AuditRead = "audit_read", "1.3", "查看稽核記錄", "查看审计记录", "See the audit trail";
    WebhookManage = "webhook_manage", "2.1", "管理 Webhook", "管理 Webhook", "Manage webhooks";
    ApiKeyManage = "api_key_manage", "2.1", "管理 API 金鑰", "管理 API 密钥", "Manage API keys";
}
