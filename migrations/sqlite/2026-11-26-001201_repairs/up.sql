-- Damage that is reported, repaired and confirmed (3.1.4).
CREATE TABLE repair_tickets (
    id BLOB PRIMARY KEY,
    title TEXT NOT NULL,
    place TEXT NOT NULL,
    description TEXT,
    urgency TEXT NOT NULL CHECK (urgency IN ('urgent', 'normal', 'low')),
    state TEXT NOT NULL CHECK (state IN ('reported', 'assigned', 'fixed', 'confirmed', 'declined')),
    reporter_id BLOB NOT NULL REFERENCES employees (id),
    team_id BLOB REFERENCES teams (id),
    assignee_id BLOB REFERENCES employees (id),
    repairer TEXT,
    due_at INTEGER NOT NULL,
    fixed_at INTEGER,
    repair TEXT,
    confirmed_at INTEGER,
    declined_because TEXT,
    reopened INTEGER NOT NULL CHECK (reopened >= 0),
    -- Whoever is above was told that it is late.
    told_at INTEGER,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CONSTRAINT repair_tickets_assigned_check CHECK (state NOT IN ('assigned', 'fixed', 'confirmed') OR assignee_id IS NOT NULL),
    CONSTRAINT repair_tickets_fixed_check CHECK ((state IN ('fixed', 'confirmed')) = (fixed_at IS NOT NULL)),
    CONSTRAINT repair_tickets_confirmed_check CHECK ((state = 'confirmed') = (confirmed_at IS NOT NULL)),
    CONSTRAINT repair_tickets_declined_check CHECK ((state = 'declined') = (declined_because IS NOT NULL))
) STRICT;
CREATE INDEX repair_tickets_created_at ON repair_tickets (created_at, id);
CREATE INDEX repair_tickets_team_created_at ON repair_tickets (team_id, created_at, id);
CREATE INDEX repair_tickets_reporter_created_at ON repair_tickets (reporter_id, created_at, id);
CREATE INDEX repair_tickets_due ON repair_tickets (due_at, id);
CREATE INDEX repair_tickets_team_due ON repair_tickets (team_id, due_at, id);
CREATE INDEX repair_tickets_reporter_due ON repair_tickets (reporter_id, due_at, id);
CREATE INDEX repair_tickets_open ON repair_tickets (due_at, id) WHERE state IN ('reported', 'assigned');
CREATE INDEX repair_tickets_assignee ON repair_tickets (assignee_id, due_at, id);
