-- Hazards that are found, put right and looked at again (3.3.3).
CREATE TABLE hazards (
    id BLOB PRIMARY KEY,
    title TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('private_wiring', 'high_power_appliance', 'blocked_exit', 'fire_risk', 'slip_or_fall', 'other')),
    severity TEXT NOT NULL CHECK (severity IN ('high', 'medium', 'low')),
    place_id BLOB REFERENCES places (id),
    spot TEXT NOT NULL,
    description TEXT,
    state TEXT NOT NULL CHECK (state IN ('found', 'assigned', 'rectified', 'closed', 'dismissed')),
    reporter_id BLOB NOT NULL REFERENCES employees (id),
    team_id BLOB REFERENCES teams (id),
    assignee_id BLOB REFERENCES employees (id),
    due_at INTEGER NOT NULL,
    rectified_at INTEGER,
    rectified_by BLOB REFERENCES employees (id),
    rectification TEXT,
    rechecked_at INTEGER,
    rechecked_by BLOB REFERENCES employees (id),
    dismissed_because TEXT,
    reopened INTEGER NOT NULL CHECK (reopened >= 0),
    -- Whoever is above was told that it is late.
    told_at INTEGER,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CONSTRAINT hazards_assigned_check CHECK (state NOT IN ('assigned', 'rectified', 'closed') OR assignee_id IS NOT NULL),
    CONSTRAINT hazards_rectified_check CHECK ((state IN ('rectified', 'closed')) = (rectified_at IS NOT NULL)),
    CONSTRAINT hazards_rectified_by_check CHECK ((rectified_at IS NULL) = (rectified_by IS NULL)),
    -- Looked at again by somebody else than whoever put it right.
    CONSTRAINT hazards_rechecked_check CHECK (state <> 'closed' OR (rechecked_by IS NOT NULL AND rechecked_by <> rectified_by)),
    CONSTRAINT hazards_dismissed_check CHECK ((state = 'dismissed') = (dismissed_because IS NOT NULL))
) STRICT;
CREATE INDEX hazards_created_at ON hazards (created_at, id);
CREATE INDEX hazards_team_created_at ON hazards (team_id, created_at, id);
CREATE INDEX hazards_reporter_created_at ON hazards (reporter_id, created_at, id);
CREATE INDEX hazards_due ON hazards (due_at, id);
CREATE INDEX hazards_team_due ON hazards (team_id, due_at, id);
CREATE INDEX hazards_reporter_due ON hazards (reporter_id, due_at, id);
CREATE INDEX hazards_open ON hazards (due_at, id) WHERE state IN ('found', 'assigned');
CREATE INDEX hazards_rectified ON hazards (due_at, id) WHERE state = 'rectified';
CREATE INDEX hazards_assignee ON hazards (assignee_id, due_at, id);
