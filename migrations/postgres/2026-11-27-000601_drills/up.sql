-- What came of drills and reviews and somebody does by a day (2.2.2, 3.3.5).
CREATE TABLE action_items (
    id UUID PRIMARY KEY,
    subject_kind TEXT COLLATE "C" NOT NULL CHECK (subject_kind IN ('drill', 'area_review')),
    subject_id UUID NOT NULL,
    -- The area that it is about; none: the department.
    area_id UUID REFERENCES areas (id),
    subject_title TEXT COLLATE "C" NOT NULL,
    clause TEXT COLLATE "C" NOT NULL,
    text TEXT COLLATE "C" NOT NULL,
    responsible_id UUID NOT NULL REFERENCES employees (id),
    team_id UUID REFERENCES teams (id),
    due_on DATE NOT NULL,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('open', 'done', 'dropped')),
    outcome TEXT COLLATE "C",
    ended_at TIMESTAMPTZ,
    ended_by UUID REFERENCES employees (id),
    -- Whoever is above was told that it is late.
    told_at TIMESTAMPTZ,
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT action_items_ended_check CHECK ((state = 'open') = (ended_at IS NULL)),
    CONSTRAINT action_items_outcome_check CHECK ((state = 'open') = (outcome IS NULL))
);
CREATE INDEX action_items_created_at ON action_items (created_at, id);
CREATE INDEX action_items_team_created_at ON action_items (team_id, created_at, id);
CREATE INDEX action_items_responsible_created_at ON action_items (responsible_id, created_at, id);
CREATE INDEX action_items_due ON action_items (due_on, id);
CREATE INDEX action_items_team_due ON action_items (team_id, due_on, id);
CREATE INDEX action_items_responsible_due ON action_items (responsible_id, due_on, id);
CREATE INDEX action_items_open ON action_items (due_on, id) WHERE state = 'open';
CREATE INDEX action_items_subject ON action_items (subject_id, due_on, id);

-- Emergency plans are practised (3.3.5).
CREATE TABLE drills (
    id UUID PRIMARY KEY,
    document_id UUID NOT NULL REFERENCES documents (id),
    planned_on DATE NOT NULL,
    place_id UUID REFERENCES places (id),
    scenario TEXT COLLATE "C" NOT NULL,
    leader_id UUID NOT NULL REFERENCES employees (id),
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('planned', 'held', 'cancelled')),
    held_on DATE,
    summary TEXT COLLATE "C",
    minutes BIGINT CHECK (minutes >= 0),
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT drills_held_check CHECK ((state = 'held') = (held_on IS NOT NULL)),
    CONSTRAINT drills_summary_check CHECK ((state = 'planned') = (summary IS NULL))
);
CREATE INDEX drills_planned ON drills (planned_on, id);
CREATE INDEX drills_document ON drills (document_id, planned_on, id);
CREATE INDEX drills_leader ON drills (leader_id, planned_on, id);

CREATE TABLE drill_people (
    drill_id UUID NOT NULL REFERENCES drills (id),
    employee_id UUID NOT NULL REFERENCES employees (id),
    attended BOOLEAN NOT NULL,
    noted_by UUID NOT NULL REFERENCES employees (id),
    noted_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (drill_id, employee_id)
);
