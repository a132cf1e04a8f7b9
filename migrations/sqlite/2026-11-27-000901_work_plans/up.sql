-- Plans of a year, the department's and each team's (2.2.1, 2.2.3), in published revisions.
CREATE TABLE work_plans (
    id BLOB PRIMARY KEY,
    team_id BLOB REFERENCES teams (id),
    year INTEGER NOT NULL CHECK (year BETWEEN 2000 AND 2200),
    summary TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'changed')),
    revision INTEGER NOT NULL CHECK (revision >= 0),
    published_at INTEGER,
    revised_at INTEGER,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CONSTRAINT work_plans_published_check CHECK ((state = 'draft') = (published_at IS NULL)),
    CONSTRAINT work_plans_revised_check CHECK ((state = 'draft') = (revision = 0))
) STRICT;
CREATE UNIQUE INDEX work_plans_one_of_the_department ON work_plans (year) WHERE team_id IS NULL;
CREATE UNIQUE INDEX work_plans_one_of_a_team ON work_plans (team_id, year) WHERE team_id IS NOT NULL;
CREATE INDEX work_plans_created_at ON work_plans (created_at, id);

CREATE TABLE work_goals (
    id BLOB PRIMARY KEY,
    plan_id BLOB NOT NULL REFERENCES work_plans (id),
    position INTEGER NOT NULL,
    title TEXT NOT NULL,
    measure TEXT,
    owner_id BLOB NOT NULL REFERENCES employees (id),
    due_on TEXT NOT NULL,
    progress INTEGER NOT NULL CHECK (progress BETWEEN 0 AND 100),
    note TEXT
) STRICT;
CREATE INDEX work_goals_plan ON work_goals (plan_id, position);
CREATE INDEX work_goals_owner ON work_goals (owner_id, due_on);

CREATE TABLE work_plan_revisions (
    id BLOB PRIMARY KEY,
    plan_id BLOB NOT NULL REFERENCES work_plans (id),
    number INTEGER NOT NULL CHECK (number > 0),
    note TEXT,
    summary TEXT NOT NULL,
    -- A JSON array, as the contract says.
    goals TEXT NOT NULL,
    published_at INTEGER NOT NULL,
    published_by BLOB NOT NULL REFERENCES employees (id),
    CONSTRAINT work_plan_revisions_number_key UNIQUE (plan_id, number),
    CONSTRAINT work_plan_revisions_note_check CHECK (number = 1 OR note IS NOT NULL)
) STRICT;
