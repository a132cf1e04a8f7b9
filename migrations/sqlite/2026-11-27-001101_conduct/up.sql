-- Conduct: observed, heard, decided (3.1.3).
CREATE TABLE conduct_records (
    id BLOB PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('smoking', 'eating', 'noise', 'other')),
    description TEXT NOT NULL,
    observed_on TEXT NOT NULL,
    place_id BLOB REFERENCES places (id),
    state TEXT NOT NULL CHECK (state IN ('observed', 'heard', 'settled', 'withdrawn')),
    employee_id BLOB NOT NULL REFERENCES employees (id),
    team_id BLOB REFERENCES teams (id),
    observer_id BLOB NOT NULL REFERENCES employees (id),
    heard_by TEXT NOT NULL,
    due_on TEXT NOT NULL,
    statement TEXT,
    heard_at INTEGER,
    heard_from BLOB REFERENCES employees (id),
    outcome TEXT CHECK (outcome IN ('no_action', 'reminder', 'written_warning', 'discipline')),
    reason TEXT,
    decided_by BLOB REFERENCES employees (id),
    decided_at INTEGER,
    -- Whoever is above was told that it is late.
    told_at INTEGER,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    -- Nobody observes, hears or decides what is about themselves.
    CONSTRAINT conduct_records_own_check CHECK (observer_id <> employee_id AND (decided_by IS NULL OR decided_by <> employee_id)
        AND (heard_from IS NULL OR heard_from <> employee_id)),
    CONSTRAINT conduct_records_settled_check CHECK ((state = 'settled') = (outcome IS NOT NULL)),
    CONSTRAINT conduct_records_ended_check CHECK (state IN ('observed', 'heard') OR (reason IS NOT NULL AND decided_by IS NOT NULL AND decided_at IS NOT NULL)),
    -- What is grave is decided by somebody else than whoever saw it.
    CONSTRAINT conduct_records_grave_check CHECK (outcome IS NULL OR outcome IN ('no_action', 'reminder') OR decided_by <> observer_id)
) STRICT;
CREATE INDEX conduct_records_created_at ON conduct_records (created_at, id);
CREATE INDEX conduct_records_team_created_at ON conduct_records (team_id, created_at, id);
CREATE INDEX conduct_records_employee_created_at ON conduct_records (employee_id, created_at, id);
CREATE INDEX conduct_records_due ON conduct_records (due_on, id);
CREATE INDEX conduct_records_team_due ON conduct_records (team_id, due_on, id);
CREATE INDEX conduct_records_employee_due ON conduct_records (employee_id, due_on, id);
CREATE INDEX conduct_records_open ON conduct_records (due_on, id) WHERE state IN ('observed', 'heard');
CREATE INDEX conduct_records_team_open ON conduct_records (team_id, due_on, id) WHERE state IN ('observed', 'heard');
