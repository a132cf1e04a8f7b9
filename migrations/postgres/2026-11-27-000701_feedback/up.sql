-- What members tell and is answered (2.2.4).
CREATE TABLE feedback (
    id UUID PRIMARY KEY,
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('problem', 'customer_need')),
    text TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('open', 'answered', 'settled')),
    author_id UUID NOT NULL REFERENCES employees (id),
    team_id UUID REFERENCES teams (id),
    asked_id UUID NOT NULL REFERENCES employees (id),
    due_on DATE NOT NULL,
    answer TEXT COLLATE "C",
    answered_by UUID REFERENCES employees (id),
    answered_at TIMESTAMPTZ,
    remark TEXT COLLATE "C",
    reopened BIGINT NOT NULL CHECK (reopened >= 0),
    -- Whoever is above was told that it is late.
    told_at TIMESTAMPTZ,
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT feedback_answered_check CHECK (state = 'open' OR (answer IS NOT NULL AND answered_by IS NOT NULL AND answered_at IS NOT NULL)),
    -- Nobody answers their own.
    CONSTRAINT feedback_own_check CHECK (answered_by IS NULL OR answered_by <> author_id)
);
CREATE INDEX feedback_created_at ON feedback (created_at, id);
CREATE INDEX feedback_team_created_at ON feedback (team_id, created_at, id);
CREATE INDEX feedback_author_created_at ON feedback (author_id, created_at, id);
CREATE INDEX feedback_due ON feedback (due_on, id);
CREATE INDEX feedback_team_due ON feedback (team_id, due_on, id);
CREATE INDEX feedback_author_due ON feedback (author_id, due_on, id);
CREATE INDEX feedback_open ON feedback (due_on, id) WHERE state = 'open';
CREATE INDEX feedback_asked ON feedback (asked_id, due_on, id) WHERE state = 'open';

-- Coaching notes and care talks (2.2.3).
CREATE TABLE talks (
    id UUID PRIMARY KEY,
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('coaching', 'care')),
    employee_id UUID NOT NULL REFERENCES employees (id),
    team_id UUID REFERENCES teams (id),
    author_id UUID NOT NULL REFERENCES employees (id),
    held_on DATE NOT NULL,
    text TEXT COLLATE "C" NOT NULL,
    next_step TEXT COLLATE "C",
    next_on DATE,
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    -- Nobody holds one with themselves.
    CONSTRAINT talks_own_check CHECK (author_id <> employee_id)
);
CREATE INDEX talks_held ON talks (kind, held_on, id);
CREATE INDEX talks_team_held ON talks (team_id, kind, held_on, id);
CREATE INDEX talks_employee_held ON talks (employee_id, kind, held_on, id);
CREATE INDEX talks_author_held ON talks (author_id, kind, held_on, id);
CREATE INDEX talks_author_next ON talks (author_id, next_on, id) WHERE next_on IS NOT NULL;
