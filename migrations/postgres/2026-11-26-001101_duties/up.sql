-- What has to happen regularly (3.1 to 3.3), and what of it comes due.
CREATE TABLE duties (
    id UUID PRIMARY KEY,
    clause TEXT COLLATE "C" NOT NULL,
    -- Loaded from the regulation under this name; once for each team.
    template TEXT COLLATE "C",
    title TEXT COLLATE "C" NOT NULL,
    place TEXT COLLATE "C",
    team_id UUID REFERENCES teams (id),
    rrule TEXT COLLATE "C" NOT NULL,
    day_rule TEXT COLLATE "C" NOT NULL CHECK (day_rule IN ('any', 'skip', 'before', 'after')),
    starts_on DATE NOT NULL,
    ends_on DATE,
    -- Minutes after local midnight.
    due_minute BIGINT NOT NULL CHECK (due_minute BETWEEN 0 AND 1439),
    opens_hours BIGINT NOT NULL CHECK (opens_hours > 0),
    responsible TEXT COLLATE "C" NOT NULL CHECK (responsible IN ('person', 'rota', 'lead', 'manager')),
    person_id UUID REFERENCES employees (id),
    remind_minutes BIGINT,
    escalate_minutes BIGINT NOT NULL,
    -- JSON.
    checklist TEXT COLLATE "C" NOT NULL,
    ended BOOLEAN NOT NULL,
    -- What is due up to and with this day is there.
    generated_to DATE NOT NULL,
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT duties_person_check CHECK ((responsible = 'person') = (person_id IS NOT NULL))
);
CREATE INDEX duties_title ON duties (title, id);
CREATE INDEX duties_created_at ON duties (created_at, id);
CREATE INDEX duties_team_title ON duties (team_id, title, id);
CREATE INDEX duties_generated ON duties (generated_to, id) WHERE NOT ended;

CREATE TABLE duty_rota (
    duty_id UUID NOT NULL REFERENCES duties (id),
    place BIGINT NOT NULL,
    employee_id UUID NOT NULL REFERENCES employees (id),
    PRIMARY KEY (duty_id, place)
);
CREATE INDEX duty_rota_employee ON duty_rota (employee_id);

-- As a duty was when something came due: history isn't rewritten.
CREATE TABLE duty_versions (
    duty_id UUID NOT NULL REFERENCES duties (id),
    version BIGINT NOT NULL,
    title TEXT COLLATE "C" NOT NULL,
    place TEXT COLLATE "C",
    checklist TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (duty_id, version)
);

CREATE TABLE duty_occurrences (
    id UUID PRIMARY KEY,
    duty_id UUID NOT NULL REFERENCES duties (id),
    duty_version BIGINT NOT NULL,
    clause TEXT COLLATE "C" NOT NULL,
    day DATE NOT NULL,
    -- Whose turn of the rota it was.
    turn BIGINT NOT NULL,
    opens_at TIMESTAMPTZ NOT NULL,
    due_at TIMESTAMPTZ NOT NULL,
    -- What is told next, and when: 0 that it's due soon, 1 that it's late, 2 to whoever is above; nothing more once there is no instant.
    told BIGINT NOT NULL CHECK (told BETWEEN 0 AND 3),
    tell_at TIMESTAMPTZ,
    escalate_at TIMESTAMPTZ NOT NULL,
    owner_id UUID NOT NULL REFERENCES employees (id),
    team_id UUID REFERENCES teams (id),
    -- Somebody was named by hand.
    handed BOOLEAN NOT NULL,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('open', 'done', 'excused')),
    done_at TIMESTAMPTZ,
    done_by UUID REFERENCES employees (id),
    -- JSON.
    results TEXT COLLATE "C",
    remarkable BIGINT NOT NULL CHECK (remarkable >= 0),
    note TEXT COLLATE "C",
    reason TEXT COLLATE "C",
    version BIGINT NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT duty_occurrences_once UNIQUE (duty_id, due_at),
    CONSTRAINT duty_occurrences_version_fkey FOREIGN KEY (duty_id, duty_version) REFERENCES duty_versions (duty_id, version),
    CONSTRAINT duty_occurrences_done_check CHECK ((state = 'done') = (done_at IS NOT NULL)),
    CONSTRAINT duty_occurrences_reason_check CHECK ((state = 'excused') = (reason IS NOT NULL)),
    CONSTRAINT duty_occurrences_tell_check CHECK (state = 'open' OR tell_at IS NULL)
);
CREATE INDEX duty_occurrences_due ON duty_occurrences (due_at, id);
CREATE INDEX duty_occurrences_team_due ON duty_occurrences (team_id, due_at, id);
CREATE INDEX duty_occurrences_owner_due ON duty_occurrences (owner_id, due_at, id);
CREATE INDEX duty_occurrences_open ON duty_occurrences (due_at, id) WHERE state = 'open';
CREATE INDEX duty_occurrences_team_open ON duty_occurrences (team_id, due_at, id) WHERE state = 'open';
CREATE INDEX duty_occurrences_owner_open ON duty_occurrences (owner_id, due_at, id) WHERE state = 'open';
CREATE INDEX duty_occurrences_clause ON duty_occurrences (clause, due_at, state);
CREATE INDEX duty_occurrences_team_clause ON duty_occurrences (team_id, clause, due_at, state);
CREATE INDEX duty_occurrences_tell ON duty_occurrences (tell_at, id) WHERE tell_at IS NOT NULL;
