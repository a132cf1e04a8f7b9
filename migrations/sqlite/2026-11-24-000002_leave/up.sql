-- Approvals, leave and attendance (4.4).
CREATE TABLE approval_flows (
    id BLOB PRIMARY KEY,
    kind TEXT NOT NULL,
    -- Versions count up; a running request finishes under the one it started with.
    number INTEGER NOT NULL,
    steps TEXT NOT NULL,
    note TEXT,
    created_at INTEGER NOT NULL,
    created_by BLOB,
    CONSTRAINT approval_flows_kind_number_key UNIQUE (kind, number)
) STRICT;

CREATE TABLE approvals (
    id BLOB PRIMARY KEY,
    kind TEXT NOT NULL,
    subject_id BLOB NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'returned', 'approved', 'refused', 'withdrawn')),
    applicant_id BLOB NOT NULL REFERENCES employees (id),
    created_by BLOB NOT NULL REFERENCES employees (id),
    beneficiary_id BLOB REFERENCES employees (id),
    -- As they were when it was asked: history stays with the old team.
    team_id BLOB REFERENCES teams (id),
    flow_number INTEGER NOT NULL,
    round INTEGER NOT NULL,
    half_days INTEGER,
    amount INTEGER,
    currency TEXT,
    category TEXT,
    facts TEXT NOT NULL,
    reminded_at INTEGER,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    decided_at INTEGER,
    CONSTRAINT approvals_kind_subject_id_key UNIQUE (kind, subject_id),
    CONSTRAINT approvals_decided_check CHECK ((state IN ('open', 'returned')) = (decided_at IS NULL))
) STRICT;
CREATE INDEX approvals_applicant ON approvals (applicant_id, created_at, id);
CREATE INDEX approvals_creator ON approvals (created_by, created_at, id);
CREATE INDEX approvals_team ON approvals (team_id, created_at, id);
CREATE INDEX approvals_created ON approvals (created_at, id);
CREATE INDEX approvals_state ON approvals (state, created_at, id);

CREATE TABLE approval_steps (
    id BLOB PRIMARY KEY,
    approval_id BLOB NOT NULL REFERENCES approvals (id),
    round INTEGER NOT NULL,
    position INTEGER NOT NULL,
    -- Whose decision it is by the flow, and to whom it has gone up meanwhile.
    relation TEXT NOT NULL CHECK (relation IN ('lead', 'deputy', 'field_deputy', 'manager', 'company', 'named')),
    level TEXT NOT NULL CHECK (level IN ('lead', 'deputy', 'field_deputy', 'manager', 'company', 'named')),
    -- From where it's looked for who decides: the relation, a level above after an escalation, or a named person.
    base TEXT NOT NULL CHECK (base IN ('lead', 'deputy', 'field_deputy', 'manager', 'company', 'named')),
    named_id BLOB REFERENCES employees (id),
    field TEXT,
    name TEXT,
    holder_id BLOB REFERENCES employees (id),
    -- The one the holder stands in for.
    for_id BLOB REFERENCES employees (id),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'open', 'approved', 'refused', 'returned', 'cancelled')),
    deadline_hours INTEGER NOT NULL,
    opened_at INTEGER,
    due_at INTEGER,
    -- When the deadline is looked at next.
    check_at INTEGER,
    reminded_at INTEGER,
    decided_at INTEGER,
    decided_by BLOB REFERENCES employees (id),
    decided_for BLOB,
    comment TEXT,
    CONSTRAINT approval_steps_approval_id_round_position_key UNIQUE (approval_id, round, position),
    CONSTRAINT approval_steps_holder_check CHECK (state <> 'open' OR level = 'company' OR holder_id IS NOT NULL),
    CONSTRAINT approval_steps_named_check CHECK ((base = 'named') = (named_id IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX approval_steps_one_open ON approval_steps (approval_id) WHERE state = 'open';
CREATE INDEX approval_steps_inbox ON approval_steps (holder_id, opened_at, id) WHERE state = 'open';
CREATE INDEX approval_steps_for ON approval_steps (for_id, opened_at, id) WHERE state = 'open' AND for_id IS NOT NULL;
CREATE INDEX approval_steps_company ON approval_steps (opened_at, id) WHERE state = 'open' AND level = 'company';
CREATE INDEX approval_steps_check ON approval_steps (check_at) WHERE state = 'open';
CREATE INDEX approval_steps_handled ON approval_steps (decided_by, decided_at, id) WHERE decided_by IS NOT NULL;

CREATE TABLE approval_events (
    id BLOB PRIMARY KEY,
    approval_id BLOB NOT NULL REFERENCES approvals (id),
    at INTEGER NOT NULL,
    event TEXT NOT NULL,
    actor_id BLOB,
    api_key_id BLOB,
    -- On whose behalf, and to whom it went.
    for_id BLOB,
    target_id BLOB,
    step_id BLOB,
    document_id BLOB,
    -- Day of the company's decision.
    decided_on TEXT,
    flow_number INTEGER NOT NULL,
    note TEXT
) STRICT;
CREATE INDEX approval_events_approval ON approval_events (approval_id, at, id);

CREATE TABLE approval_copies (
    id BLOB PRIMARY KEY,
    approval_id BLOB NOT NULL REFERENCES approvals (id),
    employee_id BLOB NOT NULL REFERENCES employees (id),
    created_at INTEGER NOT NULL,
    CONSTRAINT approval_copies_approval_id_employee_id_key UNIQUE (approval_id, employee_id)
) STRICT;
CREATE INDEX approval_copies_employee ON approval_copies (employee_id, created_at, id);

CREATE TABLE delegations (
    id BLOB PRIMARY KEY,
    delegator_id BLOB NOT NULL REFERENCES employees (id),
    delegate_id BLOB NOT NULL REFERENCES employees (id),
    starts_on TEXT NOT NULL,
    ends_on TEXT NOT NULL,
    -- Kinds of matters; an empty list means all.
    kinds TEXT NOT NULL,
    note TEXT,
    -- The leave it comes from, if it does.
    source_id BLOB,
    revoked_at INTEGER,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    created_by BLOB,
    CONSTRAINT delegations_ends_on_check CHECK (ends_on >= starts_on),
    CONSTRAINT delegations_self_check CHECK (delegator_id <> delegate_id)
) STRICT;
CREATE INDEX delegations_delegator ON delegations (delegator_id, starts_on, id);
CREATE INDEX delegations_delegate ON delegations (delegate_id, starts_on, id);
CREATE INDEX delegations_source ON delegations (source_id) WHERE source_id IS NOT NULL;

CREATE TABLE calendar_days (
    id BLOB PRIMARY KEY,
    on_date TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('holiday', 'workday')),
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CONSTRAINT calendar_days_on_date_key UNIQUE (on_date)
) STRICT;

CREATE TABLE leave_types (
    id BLOB PRIMARY KEY,
    code TEXT NOT NULL,
    name_hant TEXT NOT NULL,
    name_hans TEXT NOT NULL,
    name_en TEXT NOT NULL,
    clause TEXT NOT NULL,
    category TEXT NOT NULL CHECK (category IN ('leave', 'business')),
    counts TEXT NOT NULL CHECK (counts IN ('working_days', 'calendar_days')),
    pay_percent INTEGER NOT NULL CHECK (pay_percent BETWEEN 0 AND 100),
    allows_half INTEGER NOT NULL,
    notice_days INTEGER NOT NULL CHECK (notice_days >= 0),
    after_days INTEGER NOT NULL CHECK (after_days >= 0),
    certificate_after INTEGER,
    balance TEXT NOT NULL CHECK (balance IN ('ledger', 'per_request', 'unlimited')),
    max_half_days INTEGER,
    entitlement TEXT NOT NULL,
    carry_half_days INTEGER,
    carry_months INTEGER NOT NULL CHECK (carry_months >= 0),
    active INTEGER NOT NULL,
    position INTEGER NOT NULL,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CONSTRAINT leave_types_code_key UNIQUE (code)
) STRICT;

CREATE TABLE leave_requests (
    id BLOB PRIMARY KEY,
    employee_id BLOB NOT NULL REFERENCES employees (id),
    team_id BLOB REFERENCES teams (id),
    leave_type_id BLOB NOT NULL REFERENCES leave_types (id),
    starts_on TEXT NOT NULL,
    starts_half TEXT NOT NULL CHECK (starts_half IN ('am', 'pm')),
    ends_on TEXT NOT NULL,
    ends_half TEXT NOT NULL CHECK (ends_half IN ('am', 'pm')),
    half_days INTEGER NOT NULL CHECK (half_days > 0),
    reason TEXT,
    stand_in_id BLOB REFERENCES employees (id),
    after_the_fact INTEGER NOT NULL,
    certificate_required INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'returned', 'approved', 'refused', 'withdrawn', 'cancelled')),
    approval_id BLOB REFERENCES approvals (id),
    -- Came back early (銷假): first half-day at work again, and how much was given back.
    resumed_on TEXT,
    resumed_half TEXT,
    returned_half_days INTEGER NOT NULL,
    created_by BLOB NOT NULL REFERENCES employees (id),
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    decided_at INTEGER,
    CONSTRAINT leave_requests_ends_on_check CHECK (ends_on >= starts_on)
) STRICT;
CREATE INDEX leave_requests_employee ON leave_requests (employee_id, starts_on, id);
CREATE INDEX leave_requests_team ON leave_requests (team_id, starts_on, id);
CREATE INDEX leave_requests_starts ON leave_requests (starts_on, id);
CREATE INDEX leave_requests_created ON leave_requests (created_at, id);
CREATE INDEX leave_requests_updated ON leave_requests (updated_at, id);

CREATE TABLE leave_days (
    employee_id BLOB NOT NULL REFERENCES employees (id),
    on_date TEXT NOT NULL,
    half TEXT NOT NULL CHECK (half IN ('am', 'pm')),
    request_id BLOB NOT NULL REFERENCES leave_requests (id),
    team_id BLOB,
    -- Counts against the balance: a working half-day, or any for types counted by calendar days.
    counted INTEGER NOT NULL,
    approved INTEGER NOT NULL,
    -- Nobody is away twice at once.
    CONSTRAINT leave_days_employee_id_on_date_half_key PRIMARY KEY (employee_id, on_date, half)
) STRICT;
CREATE INDEX leave_days_request ON leave_days (request_id);
CREATE INDEX leave_days_date ON leave_days (on_date, team_id);

CREATE TABLE leave_entries (
    id BLOB PRIMARY KEY,
    employee_id BLOB NOT NULL REFERENCES employees (id),
    team_id BLOB,
    leave_type_id BLOB NOT NULL REFERENCES leave_types (id),
    -- The year whose account it belongs to.
    year INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('grant', 'carry', 'use', 'return', 'expire', 'adjust')),
    half_days INTEGER NOT NULL CHECK (half_days <> 0),
    effective_on TEXT NOT NULL,
    expires_on TEXT,
    request_id BLOB REFERENCES leave_requests (id),
    note TEXT,
    -- Says where it comes from, once: `grant:2026` can't be granted twice.
    source TEXT,
    created_at INTEGER NOT NULL,
    created_by BLOB,
    CONSTRAINT leave_entries_source_key UNIQUE (employee_id, leave_type_id, source)
) STRICT;
CREATE INDEX leave_entries_account ON leave_entries (employee_id, leave_type_id, year);
CREATE INDEX leave_entries_employee ON leave_entries (employee_id, created_at, id);
CREATE INDEX leave_entries_team ON leave_entries (team_id, created_at, id);
CREATE INDEX leave_entries_created ON leave_entries (created_at, id);
CREATE INDEX leave_entries_request ON leave_entries (request_id) WHERE request_id IS NOT NULL;

-- A balance never falls below zero.
CREATE TRIGGER leave_entries_not_negative AFTER INSERT ON leave_entries
WHEN NEW.half_days < 0 AND (SELECT SUM(e.half_days) FROM leave_entries e
    WHERE e.employee_id = NEW.employee_id AND e.leave_type_id = NEW.leave_type_id AND e.year = NEW.year) < 0
BEGIN SELECT RAISE(ABORT, 'leave_entries_not_negative'); END;
CREATE TRIGGER leave_entries_no_update BEFORE UPDATE ON leave_entries BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER leave_entries_no_delete BEFORE DELETE ON leave_entries BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TABLE calendar_feeds (
    id BLOB PRIMARY KEY,
    owner_id BLOB NOT NULL REFERENCES employees (id),
    name TEXT NOT NULL,
    token_hash BLOB NOT NULL,
    last_used_at INTEGER,
    revoked_at INTEGER,
    created_at INTEGER NOT NULL,
    CONSTRAINT calendar_feeds_token_hash_key UNIQUE (token_hash)
) STRICT;
CREATE INDEX calendar_feeds_owner ON calendar_feeds (owner_id, created_at, id);

CREATE TABLE shifts (
    id BLOB PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('fixed', 'flexible')),
    -- Minutes after local midnight; past 1440 a shift ends on the next day.
    start_minute INTEGER NOT NULL CHECK (start_minute BETWEEN 0 AND 1439),
    end_minute INTEGER NOT NULL CHECK (end_minute BETWEEN 1 AND 2879),
    break_minutes INTEGER NOT NULL CHECK (break_minutes >= 0),
    -- Where the first half-day ends.
    middle_minute INTEGER NOT NULL,
    flex_minutes INTEGER NOT NULL CHECK (flex_minutes >= 0),
    late_grace INTEGER NOT NULL CHECK (late_grace >= 0),
    early_grace INTEGER NOT NULL CHECK (early_grace >= 0),
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CONSTRAINT shifts_name_key UNIQUE (name),
    CONSTRAINT shifts_order_check CHECK (start_minute < middle_minute AND middle_minute < end_minute)
) STRICT;

CREATE TABLE schedules (
    id BLOB PRIMARY KEY,
    name TEXT NOT NULL,
    -- Seven shift ids, Monday first; null is a rest day.
    week TEXT NOT NULL,
    follows_calendar INTEGER NOT NULL,
    is_default INTEGER NOT NULL,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CONSTRAINT schedules_name_key UNIQUE (name)
) STRICT;
CREATE UNIQUE INDEX schedules_one_default ON schedules (is_default) WHERE is_default;

CREATE TABLE schedule_assignments (
    id BLOB PRIMARY KEY,
    employee_id BLOB NOT NULL REFERENCES employees (id),
    schedule_id BLOB NOT NULL REFERENCES schedules (id),
    starts_on TEXT NOT NULL,
    ends_on TEXT,
    created_at INTEGER NOT NULL,
    created_by BLOB,
    CONSTRAINT schedule_assignments_ends_on_check CHECK (ends_on IS NULL OR ends_on >= starts_on)
) STRICT;
CREATE INDEX schedule_assignments_employee ON schedule_assignments (employee_id, starts_on, id);
CREATE INDEX schedule_assignments_schedule ON schedule_assignments (schedule_id, starts_on, id);
CREATE INDEX schedule_assignments_starts ON schedule_assignments (starts_on, id);

CREATE TRIGGER one_schedule_per_employee_insert BEFORE INSERT ON schedule_assignments
WHEN EXISTS (SELECT 1 FROM schedule_assignments o WHERE o.employee_id = NEW.employee_id AND o.id <> NEW.id
    AND o.starts_on <= COALESCE(NEW.ends_on, '9999-12-31') AND NEW.starts_on <= COALESCE(o.ends_on, '9999-12-31'))
BEGIN SELECT RAISE(ABORT, 'one_schedule_per_employee'); END;
CREATE TRIGGER one_schedule_per_employee_update BEFORE UPDATE ON schedule_assignments
WHEN EXISTS (SELECT 1 FROM schedule_assignments o WHERE o.employee_id = NEW.employee_id AND o.id <> NEW.id
    AND o.starts_on <= COALESCE(NEW.ends_on, '9999-12-31') AND NEW.starts_on <= COALESCE(o.ends_on, '9999-12-31'))
BEGIN SELECT RAISE(ABORT, 'one_schedule_per_employee'); END;
CREATE TABLE corrections (
    id BLOB PRIMARY KEY,
    employee_id BLOB NOT NULL REFERENCES employees (id),
    team_id BLOB REFERENCES teams (id),
    on_date TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('in', 'out')),
    at INTEGER NOT NULL,
    reason TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'returned', 'approved', 'refused', 'withdrawn')),
    approval_id BLOB REFERENCES approvals (id),
    created_by BLOB NOT NULL REFERENCES employees (id),
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    decided_at INTEGER
) STRICT;
CREATE INDEX corrections_employee ON corrections (employee_id, on_date, id);
CREATE INDEX corrections_team ON corrections (team_id, created_at, id);
CREATE INDEX corrections_created ON corrections (created_at, id);
CREATE UNIQUE INDEX corrections_one_open ON corrections (employee_id, on_date, kind) WHERE state IN ('open', 'returned');

CREATE TABLE punches (
    id BLOB PRIMARY KEY,
    employee_id BLOB NOT NULL REFERENCES employees (id),
    at INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('in', 'out', 'unspecified')),
    source TEXT NOT NULL CHECK (source IN ('self', 'clock', 'import', 'correction')),
    external_id TEXT,
    correction_id BLOB REFERENCES corrections (id),
    created_at INTEGER NOT NULL,
    created_by BLOB,
    -- The same punch twice is one punch.
    CONSTRAINT punches_employee_id_at_kind_key UNIQUE (employee_id, at, kind)
) STRICT;
CREATE UNIQUE INDEX punches_external_id_key ON punches (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX punches_at ON punches (at, employee_id);

CREATE TABLE attendance_statements (
    id BLOB PRIMARY KEY,
    month TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'final')),
    drafted_at INTEGER NOT NULL,
    published_at INTEGER,
    objections_until TEXT,
    final_at INTEGER,
    -- Digest of everything the lines were computed from.
    inputs_version TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB,
    CONSTRAINT attendance_statements_month_key UNIQUE (month)
) STRICT;

CREATE TABLE attendance_lines (
    id BLOB PRIMARY KEY,
    statement_id BLOB NOT NULL REFERENCES attendance_statements (id),
    employee_id BLOB NOT NULL REFERENCES employees (id),
    team_id BLOB,
    -- As they were; a statement is history.
    employee_number TEXT NOT NULL,
    employee_name TEXT NOT NULL,
    work_days INTEGER NOT NULL,
    present_days INTEGER NOT NULL,
    absent_half_days INTEGER NOT NULL,
    leave_half_days INTEGER NOT NULL,
    business_half_days INTEGER NOT NULL,
    late_count INTEGER NOT NULL,
    late_minutes INTEGER NOT NULL,
    early_count INTEGER NOT NULL,
    early_minutes INTEGER NOT NULL,
    missing_punches INTEGER NOT NULL,
    worked_minutes INTEGER NOT NULL,
    corrections INTEGER NOT NULL,
    breach_count INTEGER NOT NULL,
    breaches TEXT NOT NULL,
    leave_by_type TEXT NOT NULL,
    inputs_version TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    CONSTRAINT attendance_lines_statement_id_employee_id_key UNIQUE (statement_id, employee_id)
) STRICT;
CREATE INDEX attendance_lines_number ON attendance_lines (statement_id, employee_number, id);
CREATE INDEX attendance_lines_team ON attendance_lines (statement_id, team_id, employee_number, id);
CREATE INDEX attendance_lines_employee ON attendance_lines (employee_id);

CREATE TABLE attendance_objections (
    id BLOB PRIMARY KEY,
    statement_id BLOB NOT NULL REFERENCES attendance_statements (id),
    employee_id BLOB NOT NULL REFERENCES employees (id),
    team_id BLOB,
    on_date TEXT,
    text TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'rejected')),
    answer TEXT,
    answered_by BLOB,
    answered_at INTEGER,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX attendance_objections_statement ON attendance_objections (statement_id, created_at, id);
CREATE INDEX attendance_objections_team ON attendance_objections (team_id, created_at, id);
CREATE INDEX attendance_objections_employee ON attendance_objections (employee_id, created_at, id);
