-- Conduct: observed, heard, decided (3.1.3).
CREATE TABLE conduct_records (
    id UUID PRIMARY KEY,
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('smoking', 'eating', 'noise', 'other')),
    description TEXT COLLATE "C" NOT NULL,
    observed_on DATE NOT NULL,
    place_id UUID REFERENCES places (id),
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('observed', 'heard', 'settled', 'withdrawn')),
    employee_id UUID NOT NULL REFERENCES employees (id),
    team_id UUID REFERENCES teams (id),
    observer_id UUID NOT NULL REFERENCES employees (id),
    heard_by DATE NOT NULL,
    due_on DATE NOT NULL,
    statement TEXT COLLATE "C",
    heard_at TIMESTAMPTZ,
    heard_from UUID REFERENCES employees (id),
    outcome TEXT COLLATE "C" CHECK (outcome IN ('no_action', 'reminder', 'written_warning', 'discipline')),
    reason TEXT COLLATE "C",
    decided_by UUID REFERENCES employees (id),
    decided_at TIMESTAMPTZ,
    -- Whoever is above was told that it is late.
    told_at TIMESTAMPTZ,
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    -- Nobody observes, hears or decides what is about themselves.
    CONSTRAINT conduct_records_own_check CHECK (observer_id <> employee_id AND (decided_by IS NULL OR decided_by <> employee_id)
        AND (heard_from IS NULL OR heard_from <> employee_id)),
    CONSTRAINT conduct_records_settled_check CHECK ((state = 'settled') = (outcome IS NOT NULL)),
    CONSTRAINT conduct_records_ended_check CHECK (state IN ('observed', 'heard') OR (reason IS NOT NULL AND decided_by IS NOT NULL AND decided_at IS NOT NULL)),
    -- What is grave is decided by somebody else than whoever saw it.
    CONSTRAINT conduct_records_grave_check CHECK (outcome IS NULL OR outcome IN ('no_action', 'reminder') OR decided_by <> observer_id)
);
CREATE INDEX conduct_records_created_at ON conduct_records (created_at, id);
CREATE INDEX conduct_records_team_created_at ON conduct_records (team_id, created_at, id);
CREATE INDEX conduct_records_employee_created_at ON conduct_records (employee_id, created_at, id);
CREATE INDEX conduct_records_due ON conduct_records (due_on, id);
CREATE INDEX conduct_records_team_due ON conduct_records (team_id, due_on, id);
CREATE INDEX conduct_records_employee_due ON conduct_records (employee_id, due_on, id);
CREATE INDEX conduct_records_open ON conduct_records (due_on, id) WHERE state IN ('observed', 'heard');
CREATE INDEX conduct_records_team_open ON conduct_records (team_id, due_on, id) WHERE state IN ('observed', 'heard');
