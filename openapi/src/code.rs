//! The one table of problem codes: name, status and text in three languages. Clients match the code.

use serde::{Deserialize, Serialize};

use crate::Text;

macro_rules! codes {
    ($($name:ident = $wire:tt, $status:literal, $hant:literal, $hans:literal, $en:literal;)+) => {
        /// Every code a problem can carry.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
        #[cfg_attr(feature = "schema", schema(as = ProblemCode))]
        pub enum Code { $(#[serde(rename = $wire)] $name,)+ }

        impl Code {
            pub const ALL: &'static [Code] = &[$(Code::$name),+];
            pub fn name(self) -> &'static str { match self { $(Code::$name => $wire,)+ } }
            pub fn status(self) -> u16 { match self { $(Code::$name => $status,)+ } }
            pub fn text(self) -> Text { match self { $(Code::$name => Text::new($hant, $hans, $en),)+ } }
        }
    };
}

codes! {
    BadRequest = "bad_request", 400, "請求格式不正確", "请求格式不正确", "The request is malformed";
    BadJson = "bad_json", 400, "內容不是有效的 JSON 物件", "内容不是有效的 JSON 对象", "The body isn't a valid JSON object";
    BadCsv = "bad_csv", 422, "CSV 檔案的欄位或編碼不正確", "CSV 文件的列或编码不正确", "The CSV file's columns or encoding aren't right";
    ImportTooLong = "import_too_long", 422, "檔案太長，無法全部一次匯入；請改用逐列匯入（mode=partial）", "文件太长，无法全部一次导入；请改用逐行导入（mode=partial）", "The file is too long to be taken all or nothing; take its good rows (mode=partial)";
    UnknownParameter = "unknown_parameter", 400, "不認識的查詢參數", "不认识的查询参数", "Unknown or malformed query parameter";
    BadCursor = "bad_cursor", 400, "分頁游標無效", "分页游标无效", "The cursor is broken or belongs to another list";
    BadSort = "bad_sort", 400, "不支援的排序欄位", "不支持的排序字段", "This list can't be sorted by that key";
    BadIdempotencyKey = "bad_idempotency_key", 400, "Idempotency-Key 格式不正確", "Idempotency-Key 格式不正确", "The Idempotency-Key is malformed (1 to 64 visible ASCII characters)";
    Unauthenticated = "unauthenticated", 401, "請先登入", "请先登录", "Sign in first";
    BadCredentials = "bad_credentials", 401, "帳號或密碼不正確", "账号或密码不正确", "Wrong login or password";
    TotpRequired = "totp_required", 401, "請輸入動態驗證碼", "请输入动态验证码", "A one-time code is needed";
    BadTotp = "bad_totp", 401, "動態驗證碼不正確", "动态验证码不正确", "The one-time code is wrong";
    TokenExpired = "token_expired", 401, "登入已過期", "登录已过期", "The access token has expired";
    SessionEnded = "session_ended", 401, "工作階段已結束，請重新登入", "会话已结束，请重新登录", "The session has ended; sign in again";
    Forbidden = "forbidden", 403, "您的職務不能執行此操作", "您的职务不能执行此操作", "Your role doesn't allow this";
    KeyForbidden = "key_forbidden", 403, "此 API 金鑰未獲授權執行此操作", "此 API 密钥未获授权执行此操作", "This API key doesn't carry that action";
    OwnMatter = "own_matter", 403, "不能處理與自己有關的事項", "不能处理与自己有关的事项", "Nobody decides their own matter";
    Outranked = "outranked", 403, "不能處理職務不低於自己的人員", "不能处理职务不低于自己的人员", "That person's role isn't below yours";
    NotFound = "not_found", 404, "找不到此資料", "找不到此数据", "Not found";
    MethodNotAllowed = "method_not_allowed", 405, "此路徑不支援該方法", "此路径不支持该方法", "This path doesn't take that method";
    NotAcceptable = "not_acceptable", 406, "無法提供要求的格式", "无法提供要求的格式", "The asked-for format isn't available here";
    Conflict = "conflict", 409, "資料狀態已變更", "数据状态已变更", "The record is in another state";
    NameTaken = "name_taken", 409, "名稱已被使用", "名称已被使用", "The name is already in use";
    NumberTaken = "number_taken", 409, "員工編號已被使用", "员工编号已被使用", "The staff number is already in use";
    EmailTaken = "email_taken", 409, "電子郵件已被使用", "电子邮件已被使用", "The e-mail address is already in use";
    FieldTaken = "field_taken", 409, "該業務範疇已由其他領域負責", "该业务范畴已由其他领域负责", "Another area is in charge of that field of work";
    StillInUse = "still_in_use", 409, "仍有資料使用中，無法刪除", "仍有数据使用中，无法删除", "Other records still use it";
    AlreadySetUp = "already_set_up", 409, "部門已完成設定", "部门已完成设置", "The department is already set up";
    ManagerSeatTaken = "manager_seat_taken", 409, "同一時間只能有一位部門經理", "同一时间只能有一位部门经理", "The department has exactly one manager at a time";
    LeadSeatTaken = "lead_seat_taken", 409, "同一團隊同一時間只能有一位主管", "同一团队同一时间只能有一位主管", "A team has exactly one lead at a time";
    DeputySeatTaken = "deputy_seat_taken", 409, "同一領域同一時間只能有一位副經理", "同一领域同一时间只能有一位副经理", "An area has one deputy at a time";
    RoleOverlap = "role_overlap", 409, "該員工在此期間已有職務", "该员工在此期间已有职务", "The employee already holds a role in that time";
    LastManager = "last_manager", 409, "部門必須有一位經理，請先交接", "部门必须有一位经理，请先交接", "The department needs a manager: hand the role over instead";
    EmployeeInactive = "employee_inactive", 409, "該員工已離職或未啟用", "该员工已离职或未启用", "The employee isn't active";
    SelfDeparture = "self_departure", 409, "不能為自己辦理離職", "不能为自己办理离职", "Nobody records their own departure";
    StepDecided = "step_decided", 409, "此步驟已由他人處理", "此步骤已由他人处理", "Somebody has decided this step already";
    StepMoved = "step_moved", 409, "此步驟已轉由他人處理", "此步骤已转由他人处理", "This step lies with somebody else now";
    ApprovalClosed = "approval_closed", 409, "此簽核已結束", "此审批已结束", "The approval is closed";
    ApprovalNotReturned = "approval_not_returned", 409, "只有被退回的申請可以修改", "只有被退回的申请可以修改", "Only a returned request can be changed";
    CommentRequired = "comment_required", 422, "請填寫理由", "请填写理由", "A reason is required";
    ApproverInvolved = "approver_involved", 422, "此人與此事項有關，不能處理", "此人与此事项有关，不能处理", "That person is a party to the matter";
    ApproverUnfit = "approver_unfit", 422, "此人不能處理此事項", "此人不能处理此事项", "That person can't take this step";
    DocumentRequired = "document_required", 422, "請附上公司的決定文件", "请附上公司的决定文件", "The company's decision document is required";
    FlowWithoutStep = "flow_without_step", 422, "流程至少要有一個沒有條件的步驟", "流程至少要有一个没有条件的步骤", "A flow needs at least one step without conditions";
    DelegationCycle = "delegation_cycle", 409, "代理關係不能循環", "代理关系不能循环", "Delegations can't form a circle";
    DelegationOverlap = "delegation_overlap", 409, "此期間已有代理人", "此期间已有代理人", "There is a stand-in for that time already";
    RemindedRecently = "reminded_recently", 429, "剛催辦過，請稍後再試", "刚催办过，请稍后再试", "Reminded a short while ago; try again later";
    DateTaken = "date_taken", 409, "此日期已在行事曆中", "此日期已在日历中", "The calendar has that day already";
    CodeTaken = "code_taken", 409, "代碼已被使用", "代码已被使用", "The code is already in use";
    LeaveOverlap = "leave_overlap", 409, "此期間已有請假", "此期间已有请假", "There is leave in that time already";
    LeaveBalanceShort = "leave_balance_short", 409, "假期餘額不足", "假期余额不足", "The leave balance isn't enough";
    LeaveNoticeShort = "leave_notice_short", 422, "未在規定天數前提出", "未在规定天数前提出", "Asked too late";
    LeaveTooLate = "leave_too_late", 422, "已超過補請期限", "已超过补请期限", "Too late to ask for it afterwards";
    LeaveTooLong = "leave_too_long", 422, "超過此假別的天數上限", "超过此假别的天数上限", "Longer than this kind of leave allows";
    LeaveNoDays = "leave_no_days", 422, "此期間沒有工作日", "此期间没有工作日", "There is no working day in that time";
    LeaveHalfDay = "leave_half_day", 422, "此假別不能請半天", "此假别不能请半天", "This kind of leave isn't taken by half days";
    LeaveTypeInactive = "leave_type_inactive", 422, "此假別已停用", "此假别已停用", "This kind of leave is no longer offered";
    CertificateMissing = "certificate_missing", 409, "請先附上證明文件", "请先附上证明文件", "The certificate has to be attached first";
    LeaveOver = "leave_over", 409, "此請假已結束或未核准", "此请假已结束或未核准", "The leave is over, or wasn't approved";
    YearNotOver = "year_not_over", 409, "該年度尚未結束", "该年度尚未结束", "That year isn't over";
    ShiftTimes = "shift_times", 422, "班別的時間不合理", "班次的时间不合理", "The shift's times don't fit together";
    ScheduleOverlap = "schedule_overlap", 409, "此期間已有班表", "此期间已有班表", "There is a schedule for that time already";
    DefaultSchedule = "default_schedule", 409, "必須有一個預設班表", "必须有一个默认班表", "There has to be a default schedule";
    DayNotAbnormal = "day_not_abnormal", 409, "此日出勤沒有異常", "此日考勤没有异常", "Nothing is wrong with that day";
    PunchTime = "punch_time", 422, "打卡時間不合理", "打卡时间不合理", "That isn't a time for a punch of that day";
    CorrectionOpen = "correction_open", 409, "此日已有補卡申請", "此日已有补卡申请", "A correction of that day is being decided";
    LeaveUndecided = "leave_undecided", 409, "該月份仍有請假未決定", "该月份仍有请假未决定", "Leave of that month is being decided";
    MonthNotBegun = "month_not_begun", 409, "該月份尚未開始", "该月份尚未开始", "That month hasn't begun";
    MonthNotOver = "month_not_over", 409, "該月份尚未結束", "该月份尚未结束", "That month isn't over";
    StatementFrozen = "statement_frozen", 409, "月報已定案", "月报已定案", "The statement is final";
    StatementNotPublished = "statement_not_published", 409, "月報尚未公布", "月报尚未公布", "The statement isn't published";
    ObjectionWindow = "objection_window", 409, "不在異議期間", "不在异议期间", "It isn't the time for objections";
    ObjectionsOpen = "objections_open", 409, "仍有異議未答覆", "仍有异议未答复", "There are objections without an answer";
    JobRunning = "job_running", 409, "工作仍在執行", "任务仍在执行", "The job is still running";
    CustomerExists = "customer_exists", 409, "此電話或證件號碼已屬於另一位客戶", "此电话或证件号码已属于另一位客户", "Another customer has this phone or identity number";
    TargetExists = "target_exists", 409, "該期間已有此指標；請改為調整", "该期间已有此指标；请改为调整", "There is a target of this period already; revise it";
    CustomerSimilar = "customer_similar", 409, "已有電話相同、或同名且同生日的客戶；確為不同人時請說明", "已有电话相同、或同名且同生日的客户；确为不同人时请说明", "There is a customer of this phone, or of this name and birthday; say why if it is somebody else";
    CustomersDiffer = "customers_differ", 409, "證件號碼不同，是兩位客戶，不可合併", "证件号码不同，是两位客户，不可合并", "Their identity numbers differ: they are two customers and can't be merged";
    CustomerMerged = "customer_merged", 410, "此筆資料已併入另一筆客戶資料", "此笔资料已并入另一笔客户资料", "This record has become part of another customer's";
    TooManyContacts = "too_many_contacts", 409, "聯絡方式已達上限", "联系方式已达上限", "The customer has as many contacts as a record holds";
    CaseClosed = "case_closed", 409, "業務件已結束", "业务件已结束", "The case is closed";
    CaseStageOrder = "case_stage_order", 409, "業務件只能進到下一階段或退回，不能跳過階段", "业务件只能进到下一阶段或退回，不能跳过阶段", "A case goes to the next stage or back; no stage is skipped";
    CaseStageAhead = "case_stage_ahead", 409, "業務件尚未到此階段", "业务件尚未到此阶段", "The case hasn't come to that stage";
    CaseIncomplete = "case_incomplete", 409, "此階段的要求尚未完成", "此阶段的要求尚未完成", "The stage isn't complete";
    CaseBlocked = "case_blocked", 409, "業務件有未解除的風險標示", "业务件有未解除的风险标示", "A risk flag of the case is still open";
    FlagCleared = "flag_cleared", 409, "風險標示已解除", "风险标示已解除", "The flag is cleared already";
    ManualDrafted = "manual_drafted", 409, "此階段已有草稿", "此阶段已有草稿", "The stage has a draft already";
    ManualPublished = "manual_published", 409, "已發布的版本不能修改", "已发布的版本不能修改", "A published version doesn't change";
    ManualNotCurrent = "manual_not_current", 409, "不是現行版本", "不是现行版本", "That isn't the version that holds";
    DocumentExists = "document_exists", 409, "制度只有一份", "制度只有一份", "There is a regulation already";
    DocumentDrafted = "document_drafted", 409, "此文件已有草稿", "此文件已有草稿", "The document has a draft already";
    DocumentPublished = "document_published", 409, "已發布的版本不能修改", "已发布的版本不能修改", "A published version doesn't change";
    DocumentNotCurrent = "document_not_current", 409, "不是現行版本", "不是现行版本", "That isn't the version that holds";
    DocumentWithdrawn = "document_withdrawn", 409, "此文件已停用", "此文件已停用", "The document was withdrawn";
    DocumentIncomplete = "document_incomplete", 422, "制度須逐條載明，各條一次", "制度须逐条载明，各条一次", "A regulation words each clause, once";
    WorkPlanExists = "work_plan_exists", 409, "此年度已有計畫", "此年度已有计划", "There is a plan of that year already";
    WorkPlanState = "work_plan_state", 409, "計畫目前的狀態不能這樣處理", "计划目前的状态不能这样处理", "The plan isn't in a state for this";
    WorkPlanEmpty = "work_plan_empty", 422, "計畫至少要有一項目標", "计划至少要有一项目标", "A plan has a goal at least";
    ReviewExists = "review_exists", 409, "此季已有總結", "此季已有总结", "There is a review of that quarter already";
    ReviewPublished = "review_published", 409, "已發布的總結不能修改", "已发布的总结不能修改", "A published review doesn't change";
    ReviewNotPublished = "review_not_published", 409, "總結尚未發布", "总结尚未发布", "The review isn't published";
    FeedbackState = "feedback_state", 409, "意見目前的狀態不能這樣處理", "意见目前的状态不能这样处理", "The feedback isn't in a state for this";
    NobodyAbove = "nobody_above", 409, "上面沒有可以處理的人", "上面没有可以处理的人", "Nobody is above who could take it";
    SupplyShort = "supply_short", 409, "庫存不足", "库存不足", "There isn't that much in stock";
    FilingState = "filing_state", 409, "檔案目前的狀態不能這樣處理", "档案目前的状态不能这样处理", "The file isn't in a state for this";
    FilingRetained = "filing_retained", 409, "檔案保存期限未滿，不得銷毀", "档案保存期限未满，不得销毁", "The file still has to be kept";
    ConductState = "conduct_state", 409, "行為紀錄目前的狀態不能這樣處理", "行为记录目前的状态不能这样处理", "The conduct record isn't in a state for this";
    Unheard = "unheard", 409, "當事人尚未陳述，陳述期限也未過", "当事人尚未陈述，陈述期限也未过", "They weren't heard yet, and still may be";
    OwnObservation = "own_observation", 403, "書面警告與紀律案件須由觀察者以外的人決定", "书面警告与纪律案件须由观察者以外的人决定", "Whoever saw it doesn't decide on a warning or a disciplinary case";
    DrillState = "drill_state", 409, "演練目前的狀態不能這樣處理", "演练目前的状态不能这样处理", "The drill isn't in a state for this";
    ActionItemEnded = "action_item_ended", 409, "此改善事項已結束", "此改善事项已结束", "The action is done or dropped already";
    RiskClosed = "risk_closed", 409, "風險已結案", "风险已结案", "The risk is closed";
    ServiceState = "service_state", 409, "服務件目前的狀態不能這樣處理", "服务件目前的状态不能这样处理", "The request isn't in a state for this";
    ServiceRated = "service_rated", 409, "已記錄滿意度", "已记录满意度", "How content the customer was is recorded already";
    ComplaintHandler = "complaint_handler", 409, "申訴不能由被申訴的同事處理", "投诉不能由被投诉的同事处理", "A complaint isn't handled by the colleague it is about";
    EventState = "event_state", 409, "活動目前的狀態不能這樣處理", "活动目前的状态不能这样处理", "The event isn't in a state for this";
    EventFull = "event_full", 409, "活動名額已滿", "活动名额已满", "The event has no seat left";
    EventAttendance = "event_attendance", 409, "尚有應邀客戶未記錄是否到場", "尚有应邀客户未记录是否到场", "Of some who said they would come it isn't noted whether they did";
    EventTeam = "event_team", 422, "此活動只邀請該團隊的客戶", "此活动只邀请该团队的客户", "The event is for another team's customers";
    InvitationState = "invitation_state", 409, "邀請目前的狀態不能這樣處理", "邀请目前的状态不能这样处理", "The invitation isn't in a state for this";
    PlanState = "plan_state", 409, "計畫目前的狀態不能這樣處理", "计划目前的状态不能这样处理", "The plan isn't in a state for this";
    PlanOverlap = "plan_overlap", 409, "此期間已有進行中的計畫", "此期间已有进行中的计划", "There is an active plan in those days already";
    DutyState = "duty_state", 409, "例行工作目前的狀態不能這樣處理", "例行工作目前的状态不能这样处理", "The duty isn't in a state for this";
    DutyNotOpen = "duty_not_open", 409, "例行工作尚未到可以處理的時間", "例行工作尚未到可以处理的时间", "It is too early to do this duty";
    BookingOverlap = "booking_overlap", 409, "此時段場地已被預約", "此时段场地已被预约", "Somebody has the room then";
    BookingState = "booking_state", 409, "預約目前的狀態不能這樣處理", "预约目前的状态不能这样处理", "The booking isn't in a state for this";
    ItemsOut = "items_out", 409, "借用物品尚未歸還", "借用物品尚未归还", "Something borrowed is still out";
    HazardState = "hazard_state", 409, "隱患目前的狀態不能這樣處理", "隐患目前的状态不能这样处理", "The hazard isn't in a state for this";
    RepairState = "repair_state", 409, "報修目前的狀態不能這樣處理", "报修目前的状态不能这样处理", "The ticket isn't in a state for this";
    LinkUsed = "link_used", 410, "連結已使用或已過期", "链接已使用或已过期", "The link was used or has expired";
    StaleVersion = "stale_version", 412, "資料已被他人修改，請重新載入", "数据已被他人修改，请重新载入", "Somebody changed the record meanwhile; reload it";
    BodyTooLarge = "body_too_large", 413, "內容過大", "内容过大", "The body is too large";
    UnsupportedMediaType = "unsupported_media_type", 415, "不支援的內容類型", "不支持的内容类型", "This content type isn't taken here";
    FileTypeRefused = "file_type_refused", 415, "不接受此檔案類型", "不接受此文件类型", "This kind of file isn't accepted";
    Invalid = "invalid", 422, "部分欄位不正確", "部分字段不正确", "Some fields aren't right";
    IdempotencyKeyReused = "idempotency_key_reused", 422, "此 Idempotency-Key 已用於其他內容", "此 Idempotency-Key 已用于其他内容", "This Idempotency-Key was used for another request";
    ConductRequired = "conduct_required", 422, "請先同意遵守場地使用規範", "请先同意遵守场地使用规范", "The order of the room has to be accepted first";
    ChecklistIncomplete = "checklist_incomplete", 422, "檢查表必須逐項完成", "检查表必须逐项完成", "Every line of the list has to be checked, and no other";
    OverCapacity = "over_capacity", 422, "人數超過場地容量", "人数超过场地容量", "More persons than the place holds";
    UnknownReference = "unknown_reference", 422, "引用的資料不存在", "引用的数据不存在", "A referenced record doesn't exist";
    ShortfallUnplanned = "shortfall_unplanned", 409, "尚未擬定改善計畫", "尚未拟定改善计划", "There is no plan to check yet";
    ShortfallClosed = "shortfall_closed", 409, "未達標已結案", "未达标已结案", "The shortfall is closed";
    IncentiveSettled = "incentive_settled", 409, "此提案已送出或已決定", "此提案已送出或已决定", "The proposal is with its deciders, or decided";
    IncentiveEmpty = "incentive_empty", 409, "沒有任何人可獲獎金", "没有任何人可获奖金", "Nobody gets anything of it";
    InspectionDrawn = "inspection_drawn", 409, "該月樣本已抽出", "该月样本已抽出", "The month's sample is drawn already";
    InspectionUnplanned = "inspection_unplanned", 409, "該團隊該月沒有檢查計畫", "该团队该月没有检查计划", "The team has no plan for that month";
    InspectionDone = "inspection_done", 409, "此檢查已完成", "此检查已完成", "The inspection is done";
    InspectionIncomplete = "inspection_incomplete", 422, "每個項目都要有結果，不符的要列出缺失", "每个项目都要有结果，不符的要列出缺失", "Every item needs an outcome, and what isn't in order a finding";
    FindingState = "finding_state", 409, "缺失目前的狀態不能這麼做", "缺失目前的状态不能这么做", "The finding's state doesn't allow it";
    TargetSum = "target_sum", 422, "下級指標合計與上級不符", "下级指标合计与上级不符", "The parts don't sum to the target above them";
    BadTimeZone = "bad_time_zone", 422, "時區不存在", "时区不存在", "No such time zone";
    RoleNeedsScope = "role_needs_scope", 422, "職務與範圍不符", "职务与范围不符", "The role and its scope don't fit";
    DateOrder = "date_order", 422, "日期先後順序不正確", "日期先后顺序不正确", "The dates are in the wrong order";
    KeyReachTooWide = "key_reach_too_wide", 422, "金鑰權限不能大於授予人", "密钥权限不能大于授予人", "A key can't be given more than its owner has";
    WrongPassword = "wrong_password", 422, "目前密碼不正確", "当前密码不正确", "The current password is wrong";
    SecretShown = "secret_shown", 409, "此請求已完成；機密只顯示一次", "此请求已完成；机密只显示一次", "Already done with this Idempotency-Key; the secret is shown once only";
    IfMatchMissing = "if_match_missing", 428, "缺少 If-Match", "缺少 If-Match", "If-Match is required";
    TooManyRequests = "too_many_requests", 429, "請求過於頻繁，請稍後再試", "请求过于频繁，请稍后再试", "Too many requests; try again later";
    TooManyAttempts = "too_many_attempts", 429, "嘗試次數過多，請稍後再試", "尝试次数过多，请稍后再试", "Too many attempts; try again later";
    Internal = "internal", 500, "系統發生錯誤", "系统发生错误", "Something went wrong on our side";
    Busy = "busy", 503, "系統忙碌，請稍後再試", "系统繁忙，请稍后再试", "The system is busy; try again shortly";
}
