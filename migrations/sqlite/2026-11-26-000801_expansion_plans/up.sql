-- Expansion plans (5.1.1).
CREATE TABLE expansion_plans (
    id BLOB PRIMARY KEY,
    team_id BLOB REFERENCES teams (id),
    title TEXT NOT NULL,
    goal TEXT NOT NULL,
    starts_on TEXT NOT NULL,
    ends_on TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'active', 'closed')),
    author_id BLOB NOT NULL REFERENCES employees (id),
    counted_at INTEGER,
    result TEXT,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CONSTRAINT expansion_plans_days_check CHECK (starts_on <= ends_on),
    CONSTRAINT expansion_plans_result_check CHECK ((result IS NOT NULL) = (state = 'closed'))
) STRICT;
CREATE INDEX expansion_plans_starts_on ON expansion_plans (starts_on, id);
CREATE INDEX expansion_plans_team ON expansion_plans (team_id, starts_on, id);
CREATE INDEX expansion_plans_author ON expansion_plans (author_id, starts_on, id);
CREATE INDEX expansion_plans_active ON expansion_plans (counted_at, id) WHERE state = 'active';

-- Written whole with the plan; what was counted stands beside what was planned.
CREATE TABLE expansion_lines (
    plan_id BLOB NOT NULL REFERENCES expansion_plans (id),
    place INTEGER NOT NULL,
    channel TEXT,
    measure TEXT NOT NULL CHECK (measure IN ('new_customers', 'contacts')),
    method TEXT CHECK (method IN ('call', 'visit', 'event', 'message')),
    quantity INTEGER NOT NULL CHECK (quantity > 0),
    owner_id BLOB REFERENCES employees (id),
    actual INTEGER NOT NULL CHECK (actual >= 0),
    PRIMARY KEY (plan_id, place),
    CONSTRAINT expansion_lines_contacts_check CHECK (method IS NULL OR measure = 'contacts')
) STRICT;
CREATE INDEX expansion_lines_owner ON expansion_lines (owner_id, plan_id);
