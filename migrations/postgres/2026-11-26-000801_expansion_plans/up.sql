-- Expansion plans (5.1.1).
CREATE TABLE expansion_plans (
    id UUID PRIMARY KEY,
    team_id UUID REFERENCES teams (id),
    title TEXT COLLATE "C" NOT NULL,
    goal TEXT COLLATE "C" NOT NULL,
    starts_on DATE NOT NULL,
    ends_on DATE NOT NULL,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('draft', 'active', 'closed')),
    author_id UUID NOT NULL REFERENCES employees (id),
    counted_at TIMESTAMPTZ,
    result TEXT COLLATE "C",
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT expansion_plans_days_check CHECK (starts_on <= ends_on),
    CONSTRAINT expansion_plans_result_check CHECK ((result IS NOT NULL) = (state = 'closed'))
);
CREATE INDEX expansion_plans_starts_on ON expansion_plans (starts_on, id);
CREATE INDEX expansion_plans_team ON expansion_plans (team_id, starts_on, id);
CREATE INDEX expansion_plans_author ON expansion_plans (author_id, starts_on, id);
CREATE INDEX expansion_plans_active ON expansion_plans (counted_at, id) WHERE state = 'active';

-- Written whole with the plan; what was counted stands beside what was planned.
CREATE TABLE expansion_lines (
    plan_id UUID NOT NULL REFERENCES expansion_plans (id),
    place BIGINT NOT NULL,
    channel TEXT COLLATE "C",
    measure TEXT COLLATE "C" NOT NULL CHECK (measure IN ('new_customers', 'contacts')),
    method TEXT COLLATE "C" CHECK (method IN ('call', 'visit', 'event', 'message')),
    quantity BIGINT NOT NULL CHECK (quantity > 0),
    owner_id UUID REFERENCES employees (id),
    actual BIGINT NOT NULL CHECK (actual >= 0),
    PRIMARY KEY (plan_id, place),
    CONSTRAINT expansion_lines_contacts_check CHECK (method IS NULL OR measure = 'contacts')
);
CREATE INDEX expansion_lines_owner ON expansion_lines (owner_id, plan_id);
