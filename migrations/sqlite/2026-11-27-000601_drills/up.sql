-- What came of drills and reviews and somebody does by a day (2.2.2, 3.3.5).
CREATE TABLE action_items (
    id BLOB PRIMARY KEY,
    subject_kind TEXT NOT NULL CHECK (subject_kind IN ('drill', 'area_review')),
    subject_id BLOB NOT NULL,
    -- The area that it is about; none: the department.
    area_id BLOB REFERENCES areas (id),
    subject_title TEXT NOT NULL,
    clause TEXT NOT NULL,
    text TEXT NOT NULL,
    responsible_id BLOB NOT NULL REFERENCES employees (id),
    team_id BLOB REFERENCES teams (id),
    due_on TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'done', 'dropped')),
    outcome TEXT,
    ended_at INTEGER,
    ended_by BLOB REFERENCES employees (id),
    -- Whoever is above was told that it is late.
    told_at INTEGER,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CONSTRAINT action_items_ended_check CHECK ((state = 'open') = (ended_at IS NULL)),
    CONSTRAINT action_items_outcome_check CHECK ((state = 'open') = (outcome IS NULL))
) STRICT;
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
    id BLOB PRIMARY KEY,
    document_id BLOB NOT NULL REFERENCES documents (id),
    planned_on TEXT NOT NULL,
    place_id BLOB REFERENCES places (id),
    scenario TEXT NOT NULL,
    leader_id BLOB NOT NULL REFERENCES employees (id),
    state TEXT NOT NULL CHECK (state IN ('planned', 'held', 'cancelled')),
    held_on TEXT,
    summary TEXT,
    minutes INTEGER CHECK (minutes >= 0),
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CONSTRAINT drills_held_check CHECK ((state = 'held') = (held_on IS NOT NULL)),
    CONSTRAINT drills_summary_check CHECK ((state = 'planned') = (summary IS NULL))
) STRICT;
CREATE INDEX drills_planned ON drills (planned_on, id);
CREATE INDEX drills_document ON drills (document_id, planned_on, id);
CREATE INDEX drills_leader ON drills (leader_id, planned_on, id);

CREATE TABLE drill_people (
    drill_id BLOB NOT NULL REFERENCES drills (id),
    employee_id BLOB NOT NULL REFERENCES employees (id),
    attended INTEGER NOT NULL CHECK (attended IN (0, 1)),
    noted_by BLOB NOT NULL REFERENCES employees (id),
    noted_at INTEGER NOT NULL,
    PRIMARY KEY (drill_id, employee_id)
) STRICT;
