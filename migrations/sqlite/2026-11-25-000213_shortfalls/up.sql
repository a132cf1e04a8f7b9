-- When a target was looked at after its period's end.
ALTER TABLE targets ADD COLUMN assessed_on TEXT;
CREATE INDEX targets_unassessed ON targets (ends_on, id) WHERE state = 'published' AND assessed_on IS NULL;

-- Who was below target when a period was over (5.3.4); place is team and member, by which one is known whatever revision it was.
CREATE TABLE shortfalls (
    id BLOB PRIMARY KEY,
    target_id BLOB NOT NULL REFERENCES targets (id),
    indicator_id BLOB NOT NULL REFERENCES indicators (id),
    period TEXT NOT NULL CHECK (period IN ('year', 'quarter', 'month')),
    starts_on TEXT NOT NULL,
    ends_on TEXT NOT NULL,
    currency TEXT,
    level TEXT NOT NULL CHECK (level IN ('team', 'member')),
    team_id BLOB REFERENCES teams (id),
    owner_id BLOB REFERENCES employees (id),
    place TEXT NOT NULL,
    name TEXT NOT NULL,
    amount INTEGER NOT NULL,
    actual INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'planned', 'closed')),
    cause TEXT,
    measures TEXT,
    coach_id BLOB REFERENCES employees (id),
    next_check_on TEXT,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CONSTRAINT shortfalls_place_key UNIQUE (indicator_id, period, starts_on, place)
) STRICT;
CREATE INDEX shortfalls_created_at ON shortfalls (created_at, id);
CREATE INDEX shortfalls_team ON shortfalls (team_id, created_at, id);
CREATE INDEX shortfalls_owner ON shortfalls (owner_id, created_at, id);
CREATE INDEX shortfalls_coach ON shortfalls (coach_id, next_check_on, id) WHERE state = 'planned';
CREATE INDEX shortfalls_state ON shortfalls (state, created_at);

CREATE TABLE shortfall_checks (
    id BLOB PRIMARY KEY,
    shortfall_id BLOB NOT NULL REFERENCES shortfalls (id),
    note TEXT NOT NULL,
    next_check_on TEXT,
    checked_by BLOB NOT NULL REFERENCES employees (id),
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX shortfall_checks_shortfall ON shortfall_checks (shortfall_id, created_at, id);
