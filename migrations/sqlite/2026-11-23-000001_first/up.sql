-- First capability: organization, sign-in, audit, outbox, notifications, attachments, jobs.
CREATE TABLE departments (
    id BLOB PRIMARY KEY,
    -- One department per installation.
    singleton INTEGER NOT NULL DEFAULT 1 CONSTRAINT departments_singleton_key UNIQUE CHECK (singleton),
    name TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    locale TEXT NOT NULL,
    currency TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE areas (
    id BLOB PRIMARY KEY,
    name TEXT NOT NULL CONSTRAINT areas_name_key UNIQUE,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

-- A field of work is in one deputy's charge.
CREATE TABLE area_fields (
    field TEXT PRIMARY KEY CHECK (field IN ('people', 'business', 'finance', 'workplace', 'communication')),
    area_id BLOB NOT NULL REFERENCES areas (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX area_fields_area ON area_fields (area_id);

CREATE TABLE teams (
    id BLOB PRIMARY KEY,
    name TEXT NOT NULL CONSTRAINT teams_name_key UNIQUE,
    area_id BLOB REFERENCES areas (id),
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX teams_area ON teams (area_id, name);

CREATE TABLE employees (
    id BLOB PRIMARY KEY,
    number TEXT NOT NULL CONSTRAINT employees_number_key UNIQUE,
    name TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('pending', 'active', 'inactive')),
    team_id BLOB REFERENCES teams (id),
    post TEXT,
    hire_date TEXT NOT NULL,
    leave_date TEXT,
    email TEXT CONSTRAINT employees_email_key UNIQUE,
    phone TEXT,
    locale TEXT NOT NULL,
    birth_date TEXT,
    address TEXT,
    emergency_name TEXT,
    emergency_phone TEXT,
    -- Folded name, number, e-mail and phone: one column that both backends search alike.
    search TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CONSTRAINT employees_leave_date_check CHECK (leave_date IS NULL OR leave_date >= hire_date),
    CONSTRAINT employees_inactive_check CHECK ((status = 'inactive') = (leave_date IS NOT NULL))
) STRICT;
CREATE INDEX employees_name ON employees (name, id);
CREATE INDEX employees_hire_date ON employees (hire_date, id);
CREATE INDEX employees_created ON employees (created_at, id);
CREATE INDEX employees_updated ON employees (updated_at, id);
CREATE INDEX employees_team_number ON employees (team_id, number, id);
CREATE INDEX employees_team_name ON employees (team_id, name, id);
CREATE INDEX employees_status_number ON employees (status, number, id);

-- Half-open intervals [starts_at, ends_at). The constraints below hold at every instant, past and future.
CREATE TABLE role_assignments (
    id BLOB PRIMARY KEY,
    employee_id BLOB NOT NULL REFERENCES employees (id),
    role TEXT NOT NULL,
    team_id BLOB REFERENCES teams (id),
    area_id BLOB REFERENCES areas (id),
    starts_at INTEGER NOT NULL,
    ends_at INTEGER,
    note TEXT,
    -- The employee's team follows the assignment once it starts.
    applied INTEGER NOT NULL,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    created_by BLOB,
    CONSTRAINT role_assignments_scope_check CHECK (
        (role IN ('member', 'lead') AND team_id IS NOT NULL AND area_id IS NULL)
        OR (role = 'deputy' AND team_id IS NULL AND area_id IS NOT NULL)
        OR (role = 'manager' AND team_id IS NULL AND area_id IS NULL)),
    CONSTRAINT role_assignments_order_check CHECK (ends_at IS NULL OR ends_at > starts_at)
) STRICT;
CREATE INDEX role_assignments_employee ON role_assignments (employee_id, starts_at);
CREATE INDEX role_assignments_team ON role_assignments (team_id, role, starts_at);
CREATE INDEX role_assignments_area ON role_assignments (area_id, starts_at);
CREATE INDEX role_assignments_starts ON role_assignments (starts_at, id);
-- The few seats that lead, apart from the many members.
CREATE INDEX role_assignments_seats ON role_assignments (role, starts_at, id) WHERE role <> 'member';
CREATE INDEX role_assignments_pending ON role_assignments (starts_at) WHERE NOT applied;
-- PostgreSQL has exclusion constraints for these; here triggers hold the same line.
CREATE TRIGGER one_role_per_employee_insert BEFORE INSERT ON role_assignments
WHEN EXISTS (SELECT 1 FROM role_assignments o WHERE o.employee_id = NEW.employee_id AND o.id <> NEW.id
    AND o.starts_at < COALESCE(NEW.ends_at, 9223372036854775807) AND NEW.starts_at < COALESCE(o.ends_at, 9223372036854775807))
BEGIN SELECT RAISE(ABORT, 'one_role_per_employee'); END;

CREATE TRIGGER one_role_per_employee_update BEFORE UPDATE ON role_assignments
WHEN EXISTS (SELECT 1 FROM role_assignments o WHERE o.employee_id = NEW.employee_id AND o.id <> NEW.id
    AND o.starts_at < COALESCE(NEW.ends_at, 9223372036854775807) AND NEW.starts_at < COALESCE(o.ends_at, 9223372036854775807))
BEGIN SELECT RAISE(ABORT, 'one_role_per_employee'); END;

CREATE TRIGGER one_lead_per_team_insert BEFORE INSERT ON role_assignments
WHEN NEW.role = 'lead' AND EXISTS (SELECT 1 FROM role_assignments o WHERE o.team_id = NEW.team_id AND o.role = 'lead' AND o.id <> NEW.id
    AND o.starts_at < COALESCE(NEW.ends_at, 9223372036854775807) AND NEW.starts_at < COALESCE(o.ends_at, 9223372036854775807))
BEGIN SELECT RAISE(ABORT, 'one_lead_per_team'); END;

CREATE TRIGGER one_lead_per_team_update BEFORE UPDATE ON role_assignments
WHEN NEW.role = 'lead' AND EXISTS (SELECT 1 FROM role_assignments o WHERE o.team_id = NEW.team_id AND o.role = 'lead' AND o.id <> NEW.id
    AND o.starts_at < COALESCE(NEW.ends_at, 9223372036854775807) AND NEW.starts_at < COALESCE(o.ends_at, 9223372036854775807))
BEGIN SELECT RAISE(ABORT, 'one_lead_per_team'); END;

CREATE TRIGGER one_deputy_per_area_insert BEFORE INSERT ON role_assignments
WHEN NEW.role = 'deputy' AND EXISTS (SELECT 1 FROM role_assignments o WHERE o.area_id = NEW.area_id AND o.role = 'deputy' AND o.id <> NEW.id
    AND o.starts_at < COALESCE(NEW.ends_at, 9223372036854775807) AND NEW.starts_at < COALESCE(o.ends_at, 9223372036854775807))
BEGIN SELECT RAISE(ABORT, 'one_deputy_per_area'); END;

CREATE TRIGGER one_deputy_per_area_update BEFORE UPDATE ON role_assignments
WHEN NEW.role = 'deputy' AND EXISTS (SELECT 1 FROM role_assignments o WHERE o.area_id = NEW.area_id AND o.role = 'deputy' AND o.id <> NEW.id
    AND o.starts_at < COALESCE(NEW.ends_at, 9223372036854775807) AND NEW.starts_at < COALESCE(o.ends_at, 9223372036854775807))
BEGIN SELECT RAISE(ABORT, 'one_deputy_per_area'); END;

CREATE TRIGGER one_manager_insert BEFORE INSERT ON role_assignments
WHEN NEW.role = 'manager' AND EXISTS (SELECT 1 FROM role_assignments o WHERE o.role = NEW.role AND o.id <> NEW.id
    AND o.starts_at < COALESCE(NEW.ends_at, 9223372036854775807) AND NEW.starts_at < COALESCE(o.ends_at, 9223372036854775807))
BEGIN SELECT RAISE(ABORT, 'one_manager'); END;

CREATE TRIGGER one_manager_update BEFORE UPDATE ON role_assignments
WHEN NEW.role = 'manager' AND EXISTS (SELECT 1 FROM role_assignments o WHERE o.role = NEW.role AND o.id <> NEW.id
    AND o.starts_at < COALESCE(NEW.ends_at, 9223372036854775807) AND NEW.starts_at < COALESCE(o.ends_at, 9223372036854775807))
BEGIN SELECT RAISE(ABORT, 'one_manager'); END;

CREATE TABLE credentials (
    employee_id BLOB PRIMARY KEY REFERENCES employees (id),
    password_hash TEXT,
    changed_at INTEGER NOT NULL,
    totp_secret BLOB,
    -- Enrolled, not yet confirmed by a code; the confirmed one keeps counting meanwhile.
    totp_pending BLOB,
    totp_confirmed_at INTEGER,
    -- Last time step a code was taken for: a code works once.
    totp_step INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE password_links (
    id BLOB PRIMARY KEY,
    employee_id BLOB NOT NULL REFERENCES employees (id),
    token_hash BLOB NOT NULL CONSTRAINT password_links_token_hash_key UNIQUE,
    expires_at INTEGER NOT NULL,
    used_at INTEGER,
    created_by BLOB,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX password_links_employee ON password_links (employee_id);

CREATE TABLE sessions (
    id BLOB PRIMARY KEY,
    employee_id BLOB NOT NULL REFERENCES employees (id),
    created_at INTEGER NOT NULL,
    last_used_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    ended_at INTEGER,
    end_reason TEXT,
    user_agent TEXT NOT NULL,
    address TEXT NOT NULL
) STRICT;
CREATE INDEX sessions_employee ON sessions (employee_id, created_at, id);

CREATE TABLE refresh_tokens (
    token_hash BLOB PRIMARY KEY,
    session_id BLOB NOT NULL REFERENCES sessions (id),
    issued_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;
CREATE INDEX refresh_tokens_session ON refresh_tokens (session_id);

CREATE TABLE throttles (
    key TEXT PRIMARY KEY,
    failures INTEGER NOT NULL,
    last_failure_at INTEGER NOT NULL,
    blocked_until INTEGER
) STRICT;

CREATE TABLE setup_links (
    token_hash BLOB PRIMARY KEY,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE api_keys (
    id BLOB PRIMARY KEY,
    name TEXT NOT NULL,
    prefix TEXT NOT NULL,
    secret_hash BLOB NOT NULL CONSTRAINT api_keys_secret_hash_key UNIQUE,
    owner_id BLOB NOT NULL REFERENCES employees (id),
    actions TEXT NOT NULL,
    reach TEXT NOT NULL CHECK (reach IN ('department', 'area', 'team')),
    area_id BLOB REFERENCES areas (id),
    team_id BLOB REFERENCES teams (id),
    expires_at INTEGER,
    last_used_at INTEGER,
    revoked_at INTEGER,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX api_keys_created ON api_keys (created_at, id);
CREATE INDEX api_keys_owner ON api_keys (owner_id);

CREATE TABLE access_epoch (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    epoch INTEGER NOT NULL
) STRICT;
INSERT INTO access_epoch (id, epoch) VALUES (1, 1);

-- The first answer to a POST with an Idempotency-Key, stored with the write itself.
CREATE TABLE idempotency_keys (
    actor_id BLOB NOT NULL,
    key TEXT NOT NULL,
    fingerprint BLOB NOT NULL,
    status INTEGER NOT NULL,
    location TEXT,
    etag TEXT,
    body TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (actor_id, key)
) STRICT;
CREATE INDEX idempotency_keys_created ON idempotency_keys (created_at);

-- Insert-only; each lane is a chain of keyed hashes (one lane per writer).
CREATE TABLE audit_entries (
    lane TEXT NOT NULL,
    seq INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT audit_entries_id_key UNIQUE,
    at INTEGER NOT NULL,
    actor_id BLOB,
    api_key_id BLOB,
    event TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id BLOB NOT NULL,
    subject_name TEXT NOT NULL,
    team_id BLOB,
    owner_id BLOB,
    clause TEXT,
    request_id TEXT NOT NULL,
    changes TEXT NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (lane, seq)
) STRICT;
CREATE INDEX audit_entries_at ON audit_entries (at, id);
CREATE INDEX audit_entries_team ON audit_entries (team_id, at, id);
CREATE INDEX audit_entries_owner ON audit_entries (owner_id, at, id);
CREATE INDEX audit_entries_subject ON audit_entries (subject_id, at, id);
CREATE INDEX audit_entries_actor ON audit_entries (actor_id, at, id);

CREATE TABLE audit_heads (
    lane TEXT PRIMARY KEY,
    seq INTEGER NOT NULL,
    hash BLOB NOT NULL
) STRICT;

CREATE TRIGGER audit_entries_no_update BEFORE UPDATE ON audit_entries BEGIN SELECT RAISE(ABORT, 'insert_only'); END;
CREATE TRIGGER audit_entries_no_delete BEFORE DELETE ON audit_entries BEGIN SELECT RAISE(ABORT, 'insert_only'); END;

CREATE TABLE outbox (
    id BLOB PRIMARY KEY,
    created_at INTEGER NOT NULL,
    event TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id BLOB NOT NULL,
    subject_name TEXT NOT NULL,
    team_id BLOB,
    owner_id BLOB,
    recipients TEXT NOT NULL,
    payload TEXT NOT NULL,
    dispatched_at INTEGER
) STRICT;
CREATE INDEX outbox_waiting ON outbox (id) WHERE dispatched_at IS NULL;
CREATE INDEX outbox_done ON outbox (dispatched_at);

CREATE TABLE notifications (
    id BLOB PRIMARY KEY,
    outbox_id BLOB NOT NULL,
    recipient_id BLOB NOT NULL REFERENCES employees (id),
    created_at INTEGER NOT NULL,
    event TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id BLOB NOT NULL,
    subject_name TEXT NOT NULL,
    payload TEXT NOT NULL,
    read_at INTEGER,
    CONSTRAINT notifications_outbox_recipient_key UNIQUE (outbox_id, recipient_id)
) STRICT;
CREATE INDEX notifications_recipient ON notifications (recipient_id, created_at, id);
CREATE INDEX notifications_unread ON notifications (recipient_id) WHERE read_at IS NULL;
CREATE INDEX notifications_created ON notifications (created_at, id);

CREATE TABLE attachments (
    id BLOB PRIMARY KEY,
    subject_kind TEXT NOT NULL,
    subject_id BLOB NOT NULL,
    owner_id BLOB,
    team_id BLOB,
    file_name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL CHECK (size >= 0),
    sha256 TEXT NOT NULL,
    created_by BLOB,
    created_at INTEGER NOT NULL,
    removed_at INTEGER
) STRICT;
CREATE INDEX attachments_subject ON attachments (subject_id, created_at, id);
CREATE INDEX attachments_sha256 ON attachments (sha256);

CREATE TABLE jobs (
    id BLOB PRIMARY KEY,
    kind TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed')),
    owner_id BLOB NOT NULL,
    dry_run INTEGER NOT NULL,
    mode TEXT NOT NULL,
    -- What the worker needs: input text, and who asked in which language.
    params TEXT NOT NULL,
    input TEXT NOT NULL,
    done_rows INTEGER NOT NULL,
    total_rows INTEGER NOT NULL,
    created_rows INTEGER NOT NULL,
    updated_rows INTEGER NOT NULL,
    unchanged_rows INTEGER NOT NULL,
    refused_rows INTEGER NOT NULL,
    error TEXT,
    lease_until INTEGER,
    attempts INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    finished_at INTEGER
) STRICT;
CREATE INDEX jobs_owner ON jobs (owner_id, created_at, id);
CREATE INDEX jobs_waiting ON jobs (created_at) WHERE state IN ('queued', 'running');

CREATE TABLE job_rows (
    job_id BLOB NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    row_number INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    key TEXT NOT NULL,
    errors TEXT NOT NULL,
    PRIMARY KEY (job_id, row_number)
) STRICT;

-- Recurring work runs on one instance at a time.
CREATE TABLE leases (
    name TEXT PRIMARY KEY,
    holder BLOB NOT NULL,
    held_until INTEGER NOT NULL
) STRICT;
