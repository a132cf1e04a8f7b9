//! Every refusal inside the server is a [`Refusal`]; on the way out it becomes an RFC 9457 problem in the caller's language.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, ResponseError};
use contract::{Code, FieldProblem, Locale, Problem};
use diesel::result::{DatabaseErrorKind, Error as DieselError};

pub type Answer<T> = Result<T, Refusal>;

/// Why something isn't done. Small to carry around; language and request id are added at the edge.
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal(Box<Inner>);

#[derive(Debug, Clone, PartialEq)]
struct Inner {
    code: Code,
    detail: Option<String>,
    clause: Option<std::borrow::Cow<'static, str>>,
    errors: Vec<FieldProblem>,
    retry_after: Option<u64>,
    allow: Option<String>,
    again: bool,
    current: Option<serde_json::Value>,
}

impl Refusal {
    pub fn new(code: Code) -> Refusal {
        let retry_after = (code == Code::Busy).then_some(1);
        Refusal(Box::new(Inner {
            code,
            detail: None,
            clause: None,
            errors: Vec::new(),
            retry_after,
            allow: None,
            again: false,
            current: None,
        }))
    }

    pub fn code(&self) -> Code {
        self.0.code
    }

    /// The clause the refusal rests on.
    pub fn clause(mut self, clause: impl Into<std::borrow::Cow<'static, str>>) -> Refusal {
        self.0.clause = Some(clause.into());
        self
    }

    /// Facts of this case, added to the code's own text.
    pub fn detail(mut self, detail: impl Into<String>) -> Refusal {
        self.0.detail = Some(detail.into());
        self
    }

    /// Names the field at fault by JSON pointer or parameter name.
    pub fn at(mut self, pointer: impl Into<String>) -> Refusal {
        let code = self.0.code;
        self.0.errors.push(FieldProblem {
            pointer: pointer.into(),
            code: code.name().to_owned(),
            detail: String::new(),
        });
        self
    }

    pub fn field(
        mut self,
        pointer: impl Into<String>,
        code: impl Into<String>,
        detail: impl Into<String>,
    ) -> Refusal {
        self.0.errors.push(FieldProblem {
            pointer: pointer.into(),
            code: code.into(),
            detail: detail.into(),
        });
        self
    }

    pub fn retry_after(mut self, seconds: u64) -> Refusal {
        self.0.retry_after = Some(seconds.max(1));
        self
    }

    /// The record as it is now, for whoever came second.
    pub fn current(mut self, record: &impl serde::Serialize) -> Refusal {
        self.0.current = serde_json::to_value(record).ok();
        self
    }

    /// The same with a record that has yet to be read; what refuses that is told instead.
    pub fn as_it_is<T: serde::Serialize>(self, now: Answer<T>) -> Refusal {
        match now {
            Ok(record) => self.current(&record),
            Err(refusal) => refusal,
        }
    }

    pub fn allow(mut self, methods: String) -> Refusal {
        self.0.allow = Some(methods);
        self
    }

    pub fn errors(&self) -> &[FieldProblem] {
        &self.0.errors
    }

    /// Serialization failure, deadlock or lost connection: another try may succeed.
    pub fn is_retryable(&self) -> bool {
        self.0.again
    }

    pub fn problem(&self, locale: Locale, request_id: &str) -> Problem {
        let inner = &*self.0;
        let title = inner.code.text().get(locale).to_owned();
        let errors = inner
            .errors
            .iter()
            .map(|e| FieldProblem {
                detail: words(e, locale, &title),
                ..e.clone()
            })
            .collect();
        Problem {
            r#type: format!("urn:shouzhan:problem:{}", inner.code.name()),
            detail: inner.detail.clone().unwrap_or_else(|| title.clone()),
            title,
            status: inner.code.status(),
            code: inner.code,
            request_id: request_id.to_owned(),
            clause: inner.clause.as_deref().map(str::to_owned),
            errors,
            current: inner.current.clone(),
        }
    }

    pub fn respond(&self, locale: Locale, request_id: &str) -> HttpResponse {
        let status =
            StatusCode::from_u16(self.0.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = HttpResponse::build(status);
        response.insert_header((header::CONTENT_TYPE, "application/problem+json"));
        response.insert_header((header::CONTENT_LANGUAGE, locale.tag()));
        if let Some(seconds) = self.0.retry_after {
            response.insert_header((header::RETRY_AFTER, seconds.to_string()));
        }
        if let Some(methods) = &self.0.allow {
            response.insert_header((header::ALLOW, methods.as_str()));
        }
        if status == StatusCode::UNAUTHORIZED {
            response.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
        }
        response.json(self.problem(locale, request_id))
    }
}

/// What is wrong with a field, in the caller's language, and the facts of it in brackets.
fn words(error: &FieldProblem, locale: Locale, title: &str) -> String {
    let by_code = || {
        Code::ALL
            .iter()
            .find(|c| c.name() == error.code)
            .map(|c| c.text())
    };
    let text = contract::field_code::text(&error.code)
        .or_else(by_code)
        .map_or(title, |t| t.get(locale));
    if error.detail.is_empty() {
        return text.to_owned();
    }
    format!("{text} ({})", error.detail)
}

impl From<Code> for Refusal {
    fn from(code: Code) -> Refusal {
        Refusal::new(code)
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{}: {}",
            self.0.code.name(),
            self.0.detail.as_deref().unwrap_or(self.0.code.text().en)
        )
    }
}

impl std::error::Error for Refusal {}

/// The outermost middleware re-renders this with the request's language and id; see `http::edge`.
impl ResponseError for Refusal {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.0.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
    fn error_response(&self) -> HttpResponse {
        self.respond(Locale::default(), "")
    }
}

/// What a violated constraint means to a user. Both backends name constraints alike (`db::constraint`).
const CONSTRAINTS: &[(&str, Code, &str)] = &[
    ("one_manager", Code::ManagerSeatTaken, ""),
    ("one_lead_per_team", Code::LeadSeatTaken, ""),
    ("one_deputy_per_area", Code::DeputySeatTaken, ""),
    ("one_role_per_employee", Code::RoleOverlap, ""),
    ("one_booking_at_a_time", Code::BookingOverlap, "/starts_at"),
    ("places_name_key", Code::NameTaken, "/name"),
    // SQLite names the column of a partial index, not the index.
    ("filing_entries_code_key", Code::CodeTaken, "/code"),
    ("supply_items_name_key_key", Code::NameTaken, "/name"),
    ("supply_items_name_key", Code::NameTaken, "/name"),
    ("approvals_kind_subject_id_key", Code::Conflict, ""),
    ("calendar_days_on_date_key", Code::DateTaken, "/date"),
    ("leave_types_code_key", Code::CodeTaken, "/code"),
    (
        "leave_days_employee_id_on_date_half_key",
        Code::LeaveOverlap,
        "/starts_on",
    ),
    (
        "leave_entries_not_negative",
        Code::LeaveBalanceShort,
        "/days",
    ),
    ("shifts_name_key", Code::NameTaken, "/name"),
    ("webhooks_name_key", Code::NameTaken, "/name"),
    ("shifts_order_check", Code::ShiftTimes, "/ends"),
    ("schedules_name_key", Code::NameTaken, "/name"),
    (
        "one_schedule_per_employee",
        Code::ScheduleOverlap,
        "/starts_on",
    ),
    ("corrections_one_open", Code::CorrectionOpen, "/date"),
    // SQLite names the columns of a partial index, not the index.
    (
        "corrections_employee_id_on_date_kind_key",
        Code::CorrectionOpen,
        "/date",
    ),
    ("delegations_ends_on_check", Code::DateOrder, "/ends_on"),
    ("leave_requests_ends_on_check", Code::DateOrder, "/ends_on"),
    ("targets_one_live", Code::TargetExists, "/starts_on"),
    // SQLite names the columns of a partial index, not the index.
    (
        "targets_indicator_id_period_starts_on_key",
        Code::TargetExists,
        "/starts_on",
    ),
    ("indicators_code_key", Code::NameTaken, "/code"),
    ("customers_phone_hash_key", Code::CustomerExists, "/phone"),
    (
        "customers_identity_hash_key",
        Code::CustomerExists,
        "/identity_number",
    ),
    (
        "work_plans_one_of_the_department",
        Code::WorkPlanExists,
        "/year",
    ),
    ("work_plans_year_key", Code::WorkPlanExists, "/year"),
    ("work_plans_one_of_a_team", Code::WorkPlanExists, "/year"),
    ("work_plans_team_id_year_key", Code::WorkPlanExists, "/year"),
    ("area_reviews_quarter_key", Code::ReviewExists, "/starts_on"),
    (
        "area_reviews_area_id_starts_on_key",
        Code::ReviewExists,
        "/starts_on",
    ),
    ("documents_one_regulation", Code::DocumentExists, "/kind"),
    ("documents_kind_key", Code::DocumentExists, "/kind"),
    ("manual_pages_one_draft", Code::ManualDrafted, "/stage"),
    // SQLite names the column of a partial index, not the index.
    ("manual_pages_stage_key", Code::ManualDrafted, "/stage"),
    (
        "manual_pages_stage_number_key",
        Code::ManualDrafted,
        "/stage",
    ),
    ("service_categories_key_key", Code::CodeTaken, "/key"),
    ("departments_singleton_key", Code::AlreadySetUp, ""),
    ("areas_name_key", Code::NameTaken, "/name"),
    ("teams_name_key", Code::NameTaken, "/name"),
    ("area_fields_pkey", Code::FieldTaken, "/fields"),
    ("area_fields_field_key", Code::FieldTaken, "/fields"),
    ("employees_number_key", Code::NumberTaken, "/number"),
    ("employees_email_key", Code::EmailTaken, "/email"),
    ("employees_leave_date_check", Code::DateOrder, "/leave_date"),
    ("role_assignments_order_check", Code::DateOrder, "/ends_at"),
    (
        "role_assignments_scope_check",
        Code::RoleNeedsScope,
        "/role",
    ),
];

/// Two instances made the same bookkeeping row at one moment: the second try finds it.
const RACES: &[&str] = &[
    "idempotency_keys_pkey",
    "throttles_pkey",
    "leases_pkey",
    "notifications_outbox_recipient_key",
    "audit_heads_pkey",
    "approval_flows_kind_number_key",
    "leave_entries_source_key",
    "leave_entries_employee_id_leave_type_id_source_key",
    "attendance_statements_month_key",
    "schedules_one_default",
    "manual_readings_pkey",
    "drill_people_pkey",
    "document_readings_pkey",
    "target_actuals_source_key",
    "incentive_runs_rule_id_starts_on_key",
    "event_invitations_event_customer_key",
    "inspection_plans_place_from_month_key",
    "inspection_draws_team_id_month_key",
    "shortfalls_place_key",
    "shortfalls_indicator_id_period_starts_on_place_key",
    "target_actuals_source_external_id_key",
];

impl From<DieselError> for Refusal {
    fn from(error: DieselError) -> Refusal {
        if let DieselError::NotFound = error {
            return Refusal::new(Code::NotFound);
        }
        if let DieselError::DatabaseError(kind, info) = &error {
            let again = match kind {
                DatabaseErrorKind::SerializationFailure | DatabaseErrorKind::ClosedConnection => {
                    true
                }
                DatabaseErrorKind::UniqueViolation => info
                    .constraint_name()
                    .is_some_and(|name| RACES.contains(&name)),
                _ => {
                    info.message().contains("deadlock detected")
                        || info.message().contains("database is locked")
                }
            };
            if again {
                let mut refusal = Refusal::new(Code::Busy);
                refusal.0.again = true;
                return refusal;
            }
            if let Some(name) = crate::db::constraint(&error)
                && let Some((_, code, pointer)) = CONSTRAINTS.iter().find(|(c, ..)| *c == name)
            {
                let refusal = Refusal::new(*code);
                return if pointer.is_empty() {
                    refusal.clause("2.1")
                } else {
                    refusal.at(*pointer)
                };
            }
            if let DatabaseErrorKind::ForeignKeyViolation = kind {
                return Refusal::new(Code::UnknownReference);
            }
            if info.message().contains("statement timeout")
                || info.message().contains("lock timeout")
            {
                return Refusal::new(Code::Busy);
            }
        }
        tracing::error!(%error, "database error");
        Refusal::new(Code::Internal)
    }
}

/// For errors nobody can act on but us: logged in full, answered as 500.
pub fn internal(error: impl std::fmt::Display) -> Refusal {
    tracing::error!(%error, "internal error");
    Refusal::new(Code::Internal)
}
