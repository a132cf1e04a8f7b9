-- Damage that is reported, repaired and confirmed (3.1.4).
CREATE TABLE repair_tickets (
    id UUID PRIMARY KEY,
    title TEXT COLLATE "C" NOT NULL,
    place TEXT COLLATE "C" NOT NULL,
    description TEXT COLLATE "C",
    urgency TEXT COLLATE "C" NOT NULL CHECK (urgency IN ('urgent', 'normal', 'low')),
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('reported', 'assigned', 'fixed', 'confirmed', 'declined')),
    reporter_id UUID NOT NULL REFERENCES employees (id),
    team_id UUID REFERENCES teams (id),
    assignee_id UUID REFERENCES employees (id),
    repairer TEXT COLLATE "C",
    due_at TIMESTAMPTZ NOT NULL,
    fixed_at TIMESTAMPTZ,
    repair TEXT COLLATE "C",
    confirmed_at TIMESTAMPTZ,
    declined_because TEXT COLLATE "C",
    reopened BIGINT NOT NULL CHECK (reopened >= 0),
    -- Whoever is above was told that it is late.
    told_at TIMESTAMPTZ,
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT repair_tickets_assigned_check CHECK (state NOT IN ('assigned', 'fixed', 'confirmed') OR assignee_id IS NOT NULL),
    CONSTRAINT repair_tickets_fixed_check CHECK ((state IN ('fixed', 'confirmed')) = (fixed_at IS NOT NULL)),
    CONSTRAINT repair_tickets_confirmed_check CHECK ((state = 'confirmed') = (confirmed_at IS NOT NULL)),
    CONSTRAINT repair_tickets_declined_check CHECK ((state = 'declined') = (declined_because IS NOT NULL))
);
CREATE INDEX repair_tickets_created_at ON repair_tickets (created_at, id);
CREATE INDEX repair_tickets_team_created_at ON repair_tickets (team_id, created_at, id);
CREATE INDEX repair_tickets_reporter_created_at ON repair_tickets (reporter_id, created_at, id);
CREATE INDEX repair_tickets_due ON repair_tickets (due_at, id);
CREATE INDEX repair_tickets_team_due ON repair_tickets (team_id, due_at, id);
CREATE INDEX repair_tickets_reporter_due ON repair_tickets (reporter_id, due_at, id);
CREATE INDEX repair_tickets_open ON repair_tickets (due_at, id) WHERE state IN ('reported', 'assigned');
CREATE INDEX repair_tickets_assignee ON repair_tickets (assignee_id, due_at, id);
