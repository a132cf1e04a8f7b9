-- When a target was looked at after its period's end.
ALTER TABLE targets ADD COLUMN assessed_on DATE;
CREATE INDEX targets_unassessed ON targets (ends_on, id) WHERE state = 'published' AND assessed_on IS NULL;

-- Who was below target when a period was over (5.3.4); place is team and member, by which one is known whatever revision it was.
CREATE TABLE shortfalls (
    id UUID PRIMARY KEY,
    target_id UUID NOT NULL REFERENCES targets (id),
    indicator_id UUID NOT NULL REFERENCES indicators (id),
    period TEXT COLLATE "C" NOT NULL CHECK (period IN ('year', 'quarter', 'month')),
    starts_on DATE NOT NULL,
    ends_on DATE NOT NULL,
    currency TEXT COLLATE "C",
    level TEXT COLLATE "C" NOT NULL CHECK (level IN ('team', 'member')),
    team_id UUID REFERENCES teams (id),
    owner_id UUID REFERENCES employees (id),
    place TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    amount BIGINT NOT NULL,
    actual BIGINT NOT NULL,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('open', 'planned', 'closed')),
    cause TEXT COLLATE "C",
    measures TEXT COLLATE "C",
    coach_id UUID REFERENCES employees (id),
    next_check_on DATE,
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT shortfalls_place_key UNIQUE (indicator_id, period, starts_on, place)
);
CREATE INDEX shortfalls_created_at ON shortfalls (created_at, id);
CREATE INDEX shortfalls_team ON shortfalls (team_id, created_at, id);
CREATE INDEX shortfalls_owner ON shortfalls (owner_id, created_at, id);
CREATE INDEX shortfalls_coach ON shortfalls (coach_id, next_check_on, id) WHERE state = 'planned';
CREATE INDEX shortfalls_state ON shortfalls (state, created_at);

CREATE TABLE shortfall_checks (
    id UUID PRIMARY KEY,
    shortfall_id UUID NOT NULL REFERENCES shortfalls (id),
    note TEXT COLLATE "C" NOT NULL,
    next_check_on DATE,
    checked_by UUID NOT NULL REFERENCES employees (id),
    created_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX shortfall_checks_shortfall ON shortfall_checks (shortfall_id, created_at, id);
