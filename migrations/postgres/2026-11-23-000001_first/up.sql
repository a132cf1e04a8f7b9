-- First capability: organization, sign-in, audit, outbox, notifications, attachments, jobs.
CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE departments (
    id UUID PRIMARY KEY,
    -- One department per installation.
    singleton BOOLEAN NOT NULL DEFAULT TRUE CONSTRAINT departments_singleton_key UNIQUE CHECK (singleton),
    name TEXT COLLATE "C" NOT NULL,
    time_zone TEXT COLLATE "C" NOT NULL,
    locale TEXT COLLATE "C" NOT NULL,
    currency TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE areas (
    id UUID PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL CONSTRAINT areas_name_key UNIQUE,
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL
);

-- A field of work is in one deputy's charge.
CREATE TABLE area_fields (
    field TEXT COLLATE "C" PRIMARY KEY CHECK (field IN ('people', 'business', 'finance', 'workplace', 'communication')),
    area_id UUID NOT NULL REFERENCES areas (id) ON DELETE CASCADE
);
CREATE INDEX area_fields_area ON area_fields (area_id);

CREATE TABLE teams (
    id UUID PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL CONSTRAINT teams_name_key UNIQUE,
    area_id UUID REFERENCES areas (id),
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX teams_area ON teams (area_id, name);

CREATE TABLE employees (
    id UUID PRIMARY KEY,
    number TEXT COLLATE "C" NOT NULL CONSTRAINT employees_number_key UNIQUE,
    name TEXT COLLATE "C" NOT NULL,
    status TEXT COLLATE "C" NOT NULL CHECK (status IN ('pending', 'active', 'inactive')),
    team_id UUID REFERENCES teams (id),
    post TEXT COLLATE "C",
    hire_date DATE NOT NULL,
    leave_date DATE,
    email TEXT COLLATE "C" CONSTRAINT employees_email_key UNIQUE,
    phone TEXT COLLATE "C",
    locale TEXT COLLATE "C" NOT NULL,
    birth_date DATE,
    address TEXT COLLATE "C",
    emergency_name TEXT COLLATE "C",
    emergency_phone TEXT COLLATE "C",
    -- Folded name, number, e-mail and phone: one column that both backends search alike.
    search TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT employees_leave_date_check CHECK (leave_date IS NULL OR leave_date >= hire_date),
    CONSTRAINT employees_inactive_check CHECK ((status = 'inactive') = (leave_date IS NOT NULL))
);
CREATE INDEX employees_name ON employees (name, id);
CREATE INDEX employees_hire_date ON employees (hire_date, id);
CREATE INDEX employees_created ON employees (created_at, id);
CREATE INDEX employees_updated ON employees (updated_at, id);
CREATE INDEX employees_team_number ON employees (team_id, number, id);
CREATE INDEX employees_team_name ON employees (team_id, name, id);
CREATE INDEX employees_status_number ON employees (status, number, id);

-- Half-open intervals [starts_at, ends_at). The constraints below hold at every instant, past and future.
CREATE TABLE role_assignments (
    id UUID PRIMARY KEY,
    employee_id UUID NOT NULL REFERENCES employees (id),
    role TEXT COLLATE "C" NOT NULL,
    team_id UUID REFERENCES teams (id),
    area_id UUID REFERENCES areas (id),
    starts_at TIMESTAMPTZ NOT NULL,
    ends_at TIMESTAMPTZ,
    note TEXT COLLATE "C",
    -- The employee's team follows the assignment once it starts.
    applied BOOLEAN NOT NULL,
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    created_by UUID,
    CONSTRAINT role_assignments_scope_check CHECK (
        (role IN ('member', 'lead') AND team_id IS NOT NULL AND area_id IS NULL)
        OR (role = 'deputy' AND team_id IS NULL AND area_id IS NOT NULL)
        OR (role = 'manager' AND team_id IS NULL AND area_id IS NULL)),
    CONSTRAINT role_assignments_order_check CHECK (ends_at IS NULL OR ends_at > starts_at),
    CONSTRAINT one_role_per_employee EXCLUDE USING gist (employee_id WITH =, tstzrange(starts_at, ends_at) WITH &&),
    CONSTRAINT one_lead_per_team EXCLUDE USING gist (team_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (role = 'lead'),
    CONSTRAINT one_deputy_per_area EXCLUDE USING gist (area_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (role = 'deputy'),
    CONSTRAINT one_manager EXCLUDE USING gist (role WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (role = 'manager')
);
CREATE INDEX role_assignments_employee ON role_assignments (employee_id, starts_at);
CREATE INDEX role_assignments_team ON role_assignments (team_id, role, starts_at);
CREATE INDEX role_assignments_area ON role_assignments (area_id, starts_at);
CREATE INDEX role_assignments_starts ON role_assignments (starts_at, id);
-- The few seats that lead, apart from the many members.
CREATE INDEX role_assignments_seats ON role_assignments (role, starts_at, id) WHERE role <> 'member';
CREATE INDEX role_assignments_pending ON role_assignments (starts_at) WHERE NOT applied;

CREATE TABLE credentials (
    employee_id UUID PRIMARY KEY REFERENCES employees (id),
    password_hash TEXT COLLATE "C",
    changed_at TIMESTAMPTZ NOT NULL,
    totp_secret BYTEA,
    -- Enrolled, not yet confirmed by a code; the confirmed one keeps counting meanwhile.
    totp_pending BYTEA,
    totp_confirmed_at TIMESTAMPTZ,
    -- Last time step a code was taken for: a code works once.
    totp_step BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE password_links (
    id UUID PRIMARY KEY,
    employee_id UUID NOT NULL REFERENCES employees (id),
    token_hash BYTEA NOT NULL CONSTRAINT password_links_token_hash_key UNIQUE,
    expires_at TIMESTAMPTZ NOT NULL,
    used_at TIMESTAMPTZ,
    created_by UUID,
    created_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX password_links_employee ON password_links (employee_id);

CREATE TABLE sessions (
    id UUID PRIMARY KEY,
    employee_id UUID NOT NULL REFERENCES employees (id),
    created_at TIMESTAMPTZ NOT NULL,
    last_used_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ,
    end_reason TEXT COLLATE "C",
    user_agent TEXT COLLATE "C" NOT NULL,
    address TEXT COLLATE "C" NOT NULL
);
CREATE INDEX sessions_employee ON sessions (employee_id, created_at, id);

CREATE TABLE refresh_tokens (
    token_hash BYTEA PRIMARY KEY,
    session_id UUID NOT NULL REFERENCES sessions (id),
    issued_at TIMESTAMPTZ NOT NULL,
    used_at TIMESTAMPTZ
);
CREATE INDEX refresh_tokens_session ON refresh_tokens (session_id);

CREATE TABLE throttles (
    key TEXT COLLATE "C" PRIMARY KEY,
    failures BIGINT NOT NULL,
    last_failure_at TIMESTAMPTZ NOT NULL,
    blocked_until TIMESTAMPTZ
);

CREATE TABLE setup_links (
    token_hash BYTEA PRIMARY KEY,
    created_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE api_keys (
    id UUID PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    prefix TEXT COLLATE "C" NOT NULL,
    secret_hash BYTEA NOT NULL CONSTRAINT api_keys_secret_hash_key UNIQUE,
    owner_id UUID NOT NULL REFERENCES employees (id),
    actions JSONB NOT NULL,
    reach TEXT COLLATE "C" NOT NULL CHECK (reach IN ('department', 'area', 'team')),
    area_id UUID REFERENCES areas (id),
    team_id UUID REFERENCES teams (id),
    expires_at TIMESTAMPTZ,
    last_used_at TIMESTAMPTZ,
    revoked_at TIMESTAMPTZ,
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX api_keys_created ON api_keys (created_at, id);
CREATE INDEX api_keys_owner ON api_keys (owner_id);

CREATE TABLE access_epoch (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    epoch BIGINT NOT NULL
);
INSERT INTO access_epoch (id, epoch) VALUES (1, 1);

-- The first answer to a POST with an Idempotency-Key, stored with the write itself.
CREATE TABLE idempotency_keys (
    actor_id UUID NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    fingerprint BYTEA NOT NULL,
    status BIGINT NOT NULL,
    location TEXT COLLATE "C",
    etag TEXT COLLATE "C",
    body TEXT COLLATE "C" NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (actor_id, key)
);
CREATE INDEX idempotency_keys_created ON idempotency_keys (created_at);

-- Insert-only; each lane is a chain of keyed hashes (one lane per writer).
CREATE TABLE audit_entries (
    lane TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL,
    id UUID NOT NULL CONSTRAINT audit_entries_id_key UNIQUE,
    at TIMESTAMPTZ NOT NULL,
    actor_id UUID,
    api_key_id UUID,
    event TEXT COLLATE "C" NOT NULL,
    subject_kind TEXT COLLATE "C" NOT NULL,
    subject_id UUID NOT NULL,
    subject_name TEXT COLLATE "C" NOT NULL,
    team_id UUID,
    owner_id UUID,
    clause TEXT COLLATE "C",
    request_id TEXT COLLATE "C" NOT NULL,
    changes TEXT COLLATE "C" NOT NULL,
    hash BYTEA NOT NULL,
    PRIMARY KEY (lane, seq)
);
CREATE INDEX audit_entries_at ON audit_entries (at, id);
CREATE INDEX audit_entries_team ON audit_entries (team_id, at, id);
CREATE INDEX audit_entries_owner ON audit_entries (owner_id, at, id);
CREATE INDEX audit_entries_subject ON audit_entries (subject_id, at, id);
CREATE INDEX audit_entries_actor ON audit_entries (actor_id, at, id);

CREATE TABLE audit_heads (
    lane TEXT COLLATE "C" PRIMARY KEY,
    seq BIGINT NOT NULL,
    hash BYTEA NOT NULL
);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'insert_only' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'insert_only';
END $$;
CREATE TRIGGER audit_entries_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE outbox (
    id UUID PRIMARY KEY,
    created_at TIMESTAMPTZ NOT NULL,
    event TEXT COLLATE "C" NOT NULL,
    subject_kind TEXT COLLATE "C" NOT NULL,
    subject_id UUID NOT NULL,
    subject_name TEXT COLLATE "C" NOT NULL,
    team_id UUID,
    owner_id UUID,
    recipients TEXT COLLATE "C" NOT NULL,
    payload TEXT COLLATE "C" NOT NULL,
    dispatched_at TIMESTAMPTZ
);
CREATE INDEX outbox_waiting ON outbox (id) WHERE dispatched_at IS NULL;
CREATE INDEX outbox_done ON outbox (dispatched_at);

CREATE TABLE notifications (
    id UUID PRIMARY KEY,
    outbox_id UUID NOT NULL,
    recipient_id UUID NOT NULL REFERENCES employees (id),
    created_at TIMESTAMPTZ NOT NULL,
    event TEXT COLLATE "C" NOT NULL,
    subject_kind TEXT COLLATE "C" NOT NULL,
    subject_id UUID NOT NULL,
    subject_name TEXT COLLATE "C" NOT NULL,
    payload TEXT COLLATE "C" NOT NULL,
    read_at TIMESTAMPTZ,
    CONSTRAINT notifications_outbox_recipient_key UNIQUE (outbox_id, recipient_id)
);
CREATE INDEX notifications_recipient ON notifications (recipient_id, created_at, id);
CREATE INDEX notifications_unread ON notifications (recipient_id) WHERE read_at IS NULL;
CREATE INDEX notifications_created ON notifications (created_at, id);

CREATE TABLE attachments (
    id UUID PRIMARY KEY,
    subject_kind TEXT COLLATE "C" NOT NULL,
    subject_id UUID NOT NULL,
    owner_id UUID,
    team_id UUID,
    file_name TEXT COLLATE "C" NOT NULL,
    media_type TEXT COLLATE "C" NOT NULL,
    size BIGINT NOT NULL CHECK (size >= 0),
    sha256 TEXT COLLATE "C" NOT NULL,
    created_by UUID,
    created_at TIMESTAMPTZ NOT NULL,
    removed_at TIMESTAMPTZ
);
CREATE INDEX attachments_subject ON attachments (subject_id, created_at, id);
CREATE INDEX attachments_sha256 ON attachments (sha256);

CREATE TABLE jobs (
    id UUID PRIMARY KEY,
    kind TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed')),
    owner_id UUID NOT NULL,
    dry_run BOOLEAN NOT NULL,
    mode TEXT COLLATE "C" NOT NULL,
    -- What the worker needs: input text, and who asked in which language.
    params TEXT COLLATE "C" NOT NULL,
    input TEXT COLLATE "C" NOT NULL,
    done_rows BIGINT NOT NULL,
    total_rows BIGINT NOT NULL,
    created_rows BIGINT NOT NULL,
    updated_rows BIGINT NOT NULL,
    unchanged_rows BIGINT NOT NULL,
    refused_rows BIGINT NOT NULL,
    error TEXT COLLATE "C",
    lease_until TIMESTAMPTZ,
    attempts BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    finished_at TIMESTAMPTZ
);
CREATE INDEX jobs_owner ON jobs (owner_id, created_at, id);
CREATE INDEX jobs_waiting ON jobs (created_at) WHERE state IN ('queued', 'running');

CREATE TABLE job_rows (
    job_id UUID NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    row_number BIGINT NOT NULL,
    outcome TEXT COLLATE "C" NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    errors TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (job_id, row_number)
);

-- Recurring work runs on one instance at a time.
CREATE TABLE leases (
    name TEXT COLLATE "C" PRIMARY KEY,
    holder UUID NOT NULL,
    held_until TIMESTAMPTZ NOT NULL
);
