-- Plans of a year, the department's and each team's (2.2.1, 2.2.3), in published revisions.
CREATE TABLE work_plans (
    id UUID PRIMARY KEY,
    team_id UUID REFERENCES teams (id),
    year BIGINT NOT NULL CHECK (year BETWEEN 2000 AND 2200),
    summary TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('draft', 'published', 'changed')),
    revision BIGINT NOT NULL CHECK (revision >= 0),
    published_at TIMESTAMPTZ,
    revised_at TIMESTAMPTZ,
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT work_plans_published_check CHECK ((state = 'draft') = (published_at IS NULL)),
    CONSTRAINT work_plans_revised_check CHECK ((state = 'draft') = (revision = 0))
);
CREATE UNIQUE INDEX work_plans_one_of_the_department ON work_plans (year) WHERE team_id IS NULL;
CREATE UNIQUE INDEX work_plans_one_of_a_team ON work_plans (team_id, year) WHERE team_id IS NOT NULL;
CREATE INDEX work_plans_created_at ON work_plans (created_at, id);

CREATE TABLE work_goals (
    id UUID PRIMARY KEY,
    plan_id UUID NOT NULL REFERENCES work_plans (id),
    position BIGINT NOT NULL,
    title TEXT COLLATE "C" NOT NULL,
    measure TEXT COLLATE "C",
    owner_id UUID NOT NULL REFERENCES employees (id),
    due_on DATE NOT NULL,
    progress BIGINT NOT NULL CHECK (progress BETWEEN 0 AND 100),
    note TEXT COLLATE "C"
);
CREATE INDEX work_goals_plan ON work_goals (plan_id, position);
CREATE INDEX work_goals_owner ON work_goals (owner_id, due_on);

CREATE TABLE work_plan_revisions (
    id UUID PRIMARY KEY,
    plan_id UUID NOT NULL REFERENCES work_plans (id),
    number BIGINT NOT NULL CHECK (number > 0),
    note TEXT COLLATE "C",
    summary TEXT COLLATE "C" NOT NULL,
    -- A JSON array, as the contract says.
    goals TEXT COLLATE "C" NOT NULL,
    published_at TIMESTAMPTZ NOT NULL,
    published_by UUID NOT NULL REFERENCES employees (id),
    CONSTRAINT work_plan_revisions_number_key UNIQUE (plan_id, number),
    CONSTRAINT work_plan_revisions_note_check CHECK (number = 1 OR note IS NOT NULL)
);
