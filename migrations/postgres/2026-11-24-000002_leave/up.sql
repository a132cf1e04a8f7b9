-- Approvals, leave and attendance (4.4).
CREATE TABLE approval_flows (
    id UUID PRIMARY KEY,
    kind TEXT COLLATE "C" NOT NULL,
    -- Versions count up; a running request finishes under the one it started with.
    number BIGINT NOT NULL,
    steps TEXT COLLATE "C" NOT NULL,
    note TEXT COLLATE "C",
    created_at TIMESTAMPTZ NOT NULL,
    created_by UUID,
    CONSTRAINT approval_flows_kind_number_key UNIQUE (kind, number)
);

CREATE TABLE approvals (
    id UUID PRIMARY KEY,
    kind TEXT COLLATE "C" NOT NULL,
    subject_id UUID NOT NULL,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('open', 'returned', 'approved', 'refused', 'withdrawn')),
    applicant_id UUID NOT NULL REFERENCES employees (id),
    created_by UUID NOT NULL REFERENCES employees (id),
    beneficiary_id UUID REFERENCES employees (id),
    -- As they were when it was asked: history stays with the old team.
    team_id UUID REFERENCES teams (id),
    flow_number BIGINT NOT NULL,
    round BIGINT NOT NULL,
    half_days BIGINT,
    amount BIGINT,
    currency TEXT COLLATE "C",
    category TEXT COLLATE "C",
    facts TEXT COLLATE "C" NOT NULL,
    reminded_at TIMESTAMPTZ,
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    decided_at TIMESTAMPTZ,
    CONSTRAINT approvals_kind_subject_id_key UNIQUE (kind, subject_id),
    CONSTRAINT approvals_decided_check CHECK ((state IN ('open', 'returned')) = (decided_at IS NULL))
);
CREATE INDEX approvals_applicant ON approvals (applicant_id, created_at, id);
CREATE INDEX approvals_creator ON approvals (created_by, created_at, id);
CREATE INDEX approvals_team ON approvals (team_id, created_at, id);
CREATE INDEX approvals_created ON approvals (created_at, id);
CREATE INDEX approvals_state ON approvals (state, created_at, id);

CREATE TABLE approval_steps (
    id UUID PRIMARY KEY,
    approval_id UUID NOT NULL REFERENCES approvals (id),
    round BIGINT NOT NULL,
    position BIGINT NOT NULL,
    -- Whose decision it is by the flow, and to whom it has gone up meanwhile.
    relation TEXT COLLATE "C" NOT NULL CHECK (relation IN ('lead', 'deputy', 'field_deputy', 'manager', 'company', 'named')),
    level TEXT COLLATE "C" NOT NULL CHECK (level IN ('lead', 'deputy', 'field_deputy', 'manager', 'company', 'named')),
    -- From where it's looked for who decides: the relation, a level above after an escalation, or a named person.
    base TEXT COLLATE "C" NOT NULL CHECK (base IN ('lead', 'deputy', 'field_deputy', 'manager', 'company', 'named')),
    named_id UUID REFERENCES employees (id),
    field TEXT COLLATE "C",
    name TEXT COLLATE "C",
    holder_id UUID REFERENCES employees (id),
    -- The one the holder stands in for.
    for_id UUID REFERENCES employees (id),
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('waiting', 'open', 'approved', 'refused', 'returned', 'cancelled')),
    deadline_hours BIGINT NOT NULL,
    opened_at TIMESTAMPTZ,
    due_at TIMESTAMPTZ,
    -- When the deadline is looked at next.
    check_at TIMESTAMPTZ,
    reminded_at TIMESTAMPTZ,
    decided_at TIMESTAMPTZ,
    decided_by UUID REFERENCES employees (id),
    decided_for UUID,
    comment TEXT COLLATE "C",
    CONSTRAINT approval_steps_approval_id_round_position_key UNIQUE (approval_id, round, position),
    CONSTRAINT approval_steps_holder_check CHECK (state <> 'open' OR level = 'company' OR holder_id IS NOT NULL),
    CONSTRAINT approval_steps_named_check CHECK ((base = 'named') = (named_id IS NOT NULL))
);
CREATE UNIQUE INDEX approval_steps_one_open ON approval_steps (approval_id) WHERE state = 'open';
CREATE INDEX approval_steps_inbox ON approval_steps (holder_id, opened_at, id) WHERE state = 'open';
CREATE INDEX approval_steps_for ON approval_steps (for_id, opened_at, id) WHERE state = 'open' AND for_id IS NOT NULL;
CREATE INDEX approval_steps_company ON approval_steps (opened_at, id) WHERE state = 'open' AND level = 'company';
CREATE INDEX approval_steps_check ON approval_steps (check_at) WHERE state = 'open';
CREATE INDEX approval_steps_handled ON approval_steps (decided_by, decided_at, id) WHERE decided_by IS NOT NULL;

CREATE TABLE approval_events (
    id UUID PRIMARY KEY,
    approval_id UUID NOT NULL REFERENCES approvals (id),
    at TIMESTAMPTZ NOT NULL,
    event TEXT COLLATE "C" NOT NULL,
    actor_id UUID,
    api_key_id UUID,
    -- On whose behalf, and to whom it went.
    for_id UUID,
    target_id UUID,
    step_id UUID,
    document_id UUID,
    -- Day of the company's decision.
    decided_on DATE,
    flow_number BIGINT NOT NULL,
    note TEXT COLLATE "C"
);
CREATE INDEX approval_events_approval ON approval_events (approval_id, at, id);

CREATE TABLE approval_copies (
    id UUID PRIMARY KEY,
    approval_id UUID NOT NULL REFERENCES approvals (id),
    employee_id UUID NOT NULL REFERENCES employees (id),
    created_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT approval_copies_approval_id_employee_id_key UNIQUE (approval_id, employee_id)
);
CREATE INDEX approval_copies_employee ON approval_copies (employee_id, created_at, id);

CREATE TABLE delegations (
    id UUID PRIMARY KEY,
    delegator_id UUID NOT NULL REFERENCES employees (id),
    delegate_id UUID NOT NULL REFERENCES employees (id),
    starts_on DATE NOT NULL,
    ends_on DATE NOT NULL,
    -- Kinds of matters; an empty list means all.
    kinds TEXT COLLATE "C" NOT NULL,
    note TEXT COLLATE "C",
    -- The leave it comes from, if it does.
    source_id UUID,
    revoked_at TIMESTAMPTZ,
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    created_by UUID,
    CONSTRAINT delegations_ends_on_check CHECK (ends_on >= starts_on),
    CONSTRAINT delegations_self_check CHECK (delegator_id <> delegate_id)
);
CREATE INDEX delegations_delegator ON delegations (delegator_id, starts_on, id);
CREATE INDEX delegations_delegate ON delegations (delegate_id, starts_on, id);
CREATE INDEX delegations_source ON delegations (source_id) WHERE source_id IS NOT NULL;

CREATE TABLE calendar_days (
    id UUID PRIMARY KEY,
    on_date DATE NOT NULL,
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('holiday', 'workday')),
    name TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT calendar_days_on_date_key UNIQUE (on_date)
);

CREATE TABLE leave_types (
    id UUID PRIMARY KEY,
    code TEXT COLLATE "C" NOT NULL,
    name_hant TEXT COLLATE "C" NOT NULL,
    name_hans TEXT COLLATE "C" NOT NULL,
    name_en TEXT COLLATE "C" NOT NULL,
    clause TEXT COLLATE "C" NOT NULL,
    category TEXT COLLATE "C" NOT NULL CHECK (category IN ('leave', 'business')),
    counts TEXT COLLATE "C" NOT NULL CHECK (counts IN ('working_days', 'calendar_days')),
    pay_percent BIGINT NOT NULL CHECK (pay_percent BETWEEN 0 AND 100),
    allows_half BOOLEAN NOT NULL,
    notice_days BIGINT NOT NULL CHECK (notice_days >= 0),
    after_days BIGINT NOT NULL CHECK (after_days >= 0),
    certificate_after BIGINT,
    balance TEXT COLLATE "C" NOT NULL CHECK (balance IN ('ledger', 'per_request', 'unlimited')),
    max_half_days BIGINT,
    entitlement TEXT COLLATE "C" NOT NULL,
    carry_half_days BIGINT,
    carry_months BIGINT NOT NULL CHECK (carry_months >= 0),
    active BOOLEAN NOT NULL,
    position BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT leave_types_code_key UNIQUE (code)
);

CREATE TABLE leave_requests (
    id UUID PRIMARY KEY,
    employee_id UUID NOT NULL REFERENCES employees (id),
    team_id UUID REFERENCES teams (id),
    leave_type_id UUID NOT NULL REFERENCES leave_types (id),
    starts_on DATE NOT NULL,
    starts_half TEXT COLLATE "C" NOT NULL CHECK (starts_half IN ('am', 'pm')),
    ends_on DATE NOT NULL,
    ends_half TEXT COLLATE "C" NOT NULL CHECK (ends_half IN ('am', 'pm')),
    half_days BIGINT NOT NULL CHECK (half_days > 0),
    reason TEXT COLLATE "C",
    stand_in_id UUID REFERENCES employees (id),
    after_the_fact BOOLEAN NOT NULL,
    certificate_required BOOLEAN NOT NULL,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('open', 'returned', 'approved', 'refused', 'withdrawn', 'cancelled')),
    approval_id UUID REFERENCES approvals (id),
    -- Came back early (銷假): first half-day at work again, and how much was given back.
    resumed_on DATE,
    resumed_half TEXT COLLATE "C",
    returned_half_days BIGINT NOT NULL,
    created_by UUID NOT NULL REFERENCES employees (id),
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    decided_at TIMESTAMPTZ,
    CONSTRAINT leave_requests_ends_on_check CHECK (ends_on >= starts_on)
);
CREATE INDEX leave_requests_employee ON leave_requests (employee_id, starts_on, id);
CREATE INDEX leave_requests_team ON leave_requests (team_id, starts_on, id);
CREATE INDEX leave_requests_starts ON leave_requests (starts_on, id);
CREATE INDEX leave_requests_created ON leave_requests (created_at, id);
CREATE INDEX leave_requests_updated ON leave_requests (updated_at, id);

CREATE TABLE leave_days (
    employee_id UUID NOT NULL REFERENCES employees (id),
    on_date DATE NOT NULL,
    half TEXT COLLATE "C" NOT NULL CHECK (half IN ('am', 'pm')),
    request_id UUID NOT NULL REFERENCES leave_requests (id),
    team_id UUID,
    -- Counts against the balance: a working half-day, or any for types counted by calendar days.
    counted BOOLEAN NOT NULL,
    approved BOOLEAN NOT NULL,
    -- Nobody is away twice at once.
    CONSTRAINT leave_days_employee_id_on_date_half_key PRIMARY KEY (employee_id, on_date, half)
);
CREATE INDEX leave_days_request ON leave_days (request_id);
CREATE INDEX leave_days_date ON leave_days (on_date, team_id);

CREATE TABLE leave_entries (
    id UUID PRIMARY KEY,
    employee_id UUID NOT NULL REFERENCES employees (id),
    team_id UUID,
    leave_type_id UUID NOT NULL REFERENCES leave_types (id),
    -- The year whose account it belongs to.
    year BIGINT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('grant', 'carry', 'use', 'return', 'expire', 'adjust')),
    half_days BIGINT NOT NULL CHECK (half_days <> 0),
    effective_on DATE NOT NULL,
    expires_on DATE,
    request_id UUID REFERENCES leave_requests (id),
    note TEXT COLLATE "C",
    -- Says where it comes from, once: `grant:2026` can't be granted twice.
    source TEXT COLLATE "C",
    created_at TIMESTAMPTZ NOT NULL,
    created_by UUID,
    CONSTRAINT leave_entries_source_key UNIQUE (employee_id, leave_type_id, source)
);
CREATE INDEX leave_entries_account ON leave_entries (employee_id, leave_type_id, year);
CREATE INDEX leave_entries_employee ON leave_entries (employee_id, created_at, id);
CREATE INDEX leave_entries_team ON leave_entries (team_id, created_at, id);
CREATE INDEX leave_entries_created ON leave_entries (created_at, id);
CREATE INDEX leave_entries_request ON leave_entries (request_id) WHERE request_id IS NOT NULL;

-- A balance never falls below zero. The employee's row serialises entries of one person.
CREATE FUNCTION leave_entries_not_negative() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM employees WHERE id = NEW.employee_id FOR NO KEY UPDATE;
    IF (SELECT SUM(e.half_days) FROM leave_entries e
        WHERE e.employee_id = NEW.employee_id AND e.leave_type_id = NEW.leave_type_id AND e.year = NEW.year) < 0 THEN
        RAISE EXCEPTION 'leave_entries_not_negative' USING ERRCODE = 'check_violation', CONSTRAINT = 'leave_entries_not_negative';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER leave_entries_not_negative AFTER INSERT ON leave_entries
FOR EACH ROW WHEN (NEW.half_days < 0) EXECUTE FUNCTION leave_entries_not_negative();
CREATE FUNCTION insert_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'insert_only';
END $$;
CREATE TRIGGER leave_entries_insert_only BEFORE UPDATE OR DELETE ON leave_entries
FOR EACH ROW EXECUTE FUNCTION insert_only();
CREATE TABLE calendar_feeds (
    id UUID PRIMARY KEY,
    owner_id UUID NOT NULL REFERENCES employees (id),
    name TEXT COLLATE "C" NOT NULL,
    token_hash BYTEA NOT NULL,
    last_used_at TIMESTAMPTZ,
    revoked_at TIMESTAMPTZ,
    created_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT calendar_feeds_token_hash_key UNIQUE (token_hash)
);
CREATE INDEX calendar_feeds_owner ON calendar_feeds (owner_id, created_at, id);

CREATE TABLE shifts (
    id UUID PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('fixed', 'flexible')),
    -- Minutes after local midnight; past 1440 a shift ends on the next day.
    start_minute BIGINT NOT NULL CHECK (start_minute BETWEEN 0 AND 1439),
    end_minute BIGINT NOT NULL CHECK (end_minute BETWEEN 1 AND 2879),
    break_minutes BIGINT NOT NULL CHECK (break_minutes >= 0),
    -- Where the first half-day ends.
    middle_minute BIGINT NOT NULL,
    flex_minutes BIGINT NOT NULL CHECK (flex_minutes >= 0),
    late_grace BIGINT NOT NULL CHECK (late_grace >= 0),
    early_grace BIGINT NOT NULL CHECK (early_grace >= 0),
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT shifts_name_key UNIQUE (name),
    CONSTRAINT shifts_order_check CHECK (start_minute < middle_minute AND middle_minute < end_minute)
);

CREATE TABLE schedules (
    id UUID PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    -- Seven shift ids, Monday first; null is a rest day.
    week TEXT COLLATE "C" NOT NULL,
    follows_calendar BOOLEAN NOT NULL,
    is_default BOOLEAN NOT NULL,
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT schedules_name_key UNIQUE (name)
);
CREATE UNIQUE INDEX schedules_one_default ON schedules (is_default) WHERE is_default;

CREATE TABLE schedule_assignments (
    id UUID PRIMARY KEY,
    employee_id UUID NOT NULL REFERENCES employees (id),
    schedule_id UUID NOT NULL REFERENCES schedules (id),
    starts_on DATE NOT NULL,
    ends_on DATE,
    created_at TIMESTAMPTZ NOT NULL,
    created_by UUID,
    CONSTRAINT schedule_assignments_ends_on_check CHECK (ends_on IS NULL OR ends_on >= starts_on),
    CONSTRAINT one_schedule_per_employee EXCLUDE USING gist (employee_id WITH =, daterange(starts_on, ends_on, '[]') WITH &&)
);
CREATE INDEX schedule_assignments_employee ON schedule_assignments (employee_id, starts_on, id);
CREATE INDEX schedule_assignments_schedule ON schedule_assignments (schedule_id, starts_on, id);
CREATE INDEX schedule_assignments_starts ON schedule_assignments (starts_on, id);

CREATE TABLE corrections (
    id UUID PRIMARY KEY,
    employee_id UUID NOT NULL REFERENCES employees (id),
    team_id UUID REFERENCES teams (id),
    on_date DATE NOT NULL,
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('in', 'out')),
    at TIMESTAMPTZ NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('open', 'returned', 'approved', 'refused', 'withdrawn')),
    approval_id UUID REFERENCES approvals (id),
    created_by UUID NOT NULL REFERENCES employees (id),
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    decided_at TIMESTAMPTZ
);
CREATE INDEX corrections_employee ON corrections (employee_id, on_date, id);
CREATE INDEX corrections_team ON corrections (team_id, created_at, id);
CREATE INDEX corrections_created ON corrections (created_at, id);
CREATE UNIQUE INDEX corrections_one_open ON corrections (employee_id, on_date, kind) WHERE state IN ('open', 'returned');

CREATE TABLE punches (
    id UUID PRIMARY KEY,
    employee_id UUID NOT NULL REFERENCES employees (id),
    at TIMESTAMPTZ NOT NULL,
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('in', 'out', 'unspecified')),
    source TEXT COLLATE "C" NOT NULL CHECK (source IN ('self', 'clock', 'import', 'correction')),
    external_id TEXT COLLATE "C",
    correction_id UUID REFERENCES corrections (id),
    created_at TIMESTAMPTZ NOT NULL,
    created_by UUID,
    -- The same punch twice is one punch.
    CONSTRAINT punches_employee_id_at_kind_key UNIQUE (employee_id, at, kind)
);
CREATE UNIQUE INDEX punches_external_id_key ON punches (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX punches_at ON punches (at, employee_id);

CREATE TABLE attendance_statements (
    id UUID PRIMARY KEY,
    month TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('draft', 'published', 'final')),
    drafted_at TIMESTAMPTZ NOT NULL,
    published_at TIMESTAMPTZ,
    objections_until DATE,
    final_at TIMESTAMPTZ,
    -- Digest of everything the lines were computed from.
    inputs_version TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    created_by UUID,
    CONSTRAINT attendance_statements_month_key UNIQUE (month)
);

CREATE TABLE attendance_lines (
    id UUID PRIMARY KEY,
    statement_id UUID NOT NULL REFERENCES attendance_statements (id),
    employee_id UUID NOT NULL REFERENCES employees (id),
    team_id UUID,
    -- As they were; a statement is history.
    employee_number TEXT COLLATE "C" NOT NULL,
    employee_name TEXT COLLATE "C" NOT NULL,
    work_days BIGINT NOT NULL,
    present_days BIGINT NOT NULL,
    absent_half_days BIGINT NOT NULL,
    leave_half_days BIGINT NOT NULL,
    business_half_days BIGINT NOT NULL,
    late_count BIGINT NOT NULL,
    late_minutes BIGINT NOT NULL,
    early_count BIGINT NOT NULL,
    early_minutes BIGINT NOT NULL,
    missing_punches BIGINT NOT NULL,
    worked_minutes BIGINT NOT NULL,
    corrections BIGINT NOT NULL,
    breach_count BIGINT NOT NULL,
    breaches TEXT COLLATE "C" NOT NULL,
    leave_by_type TEXT COLLATE "C" NOT NULL,
    inputs_version TEXT COLLATE "C" NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT attendance_lines_statement_id_employee_id_key UNIQUE (statement_id, employee_id)
);
CREATE INDEX attendance_lines_number ON attendance_lines (statement_id, employee_number, id);
CREATE INDEX attendance_lines_team ON attendance_lines (statement_id, team_id, employee_number, id);
CREATE INDEX attendance_lines_employee ON attendance_lines (employee_id);

CREATE TABLE attendance_objections (
    id UUID PRIMARY KEY,
    statement_id UUID NOT NULL REFERENCES attendance_statements (id),
    employee_id UUID NOT NULL REFERENCES employees (id),
    team_id UUID,
    on_date DATE,
    text TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('open', 'accepted', 'rejected')),
    answer TEXT COLLATE "C",
    answered_by UUID,
    answered_at TIMESTAMPTZ,
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX attendance_objections_statement ON attendance_objections (statement_id, created_at, id);
CREATE INDEX attendance_objections_team ON attendance_objections (team_id, created_at, id);
CREATE INDEX attendance_objections_employee ON attendance_objections (employee_id, created_at, id);
