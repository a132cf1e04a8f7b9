-- What has to happen regularly (3.1 to 3.3), and what of it comes due.
CREATE TABLE duties (
    id BLOB PRIMARY KEY,
    clause TEXT NOT NULL,
    -- Loaded from the regulation under this name; once for each team.
    template TEXT,
    title TEXT NOT NULL,
    place TEXT,
    team_id BLOB REFERENCES teams (id),
    rrule TEXT NOT NULL,
    day_rule TEXT NOT NULL CHECK (day_rule IN ('any', 'skip', 'before', 'after')),
    starts_on TEXT NOT NULL,
    ends_on TEXT,
    -- Minutes after local midnight.
    due_minute INTEGER NOT NULL CHECK (due_minute BETWEEN 0 AND 1439),
    opens_hours INTEGER NOT NULL CHECK (opens_hours > 0),
    responsible TEXT NOT NULL CHECK (responsible IN ('person', 'rota', 'lead', 'manager')),
    person_id BLOB REFERENCES employees (id),
    remind_minutes INTEGER,
    escalate_minutes INTEGER NOT NULL,
    -- JSON.
    checklist TEXT NOT NULL,
    ended INTEGER NOT NULL CHECK (ended IN (0, 1)),
    -- What is due up to and with this day is there.
    generated_to TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CONSTRAINT duties_person_check CHECK ((responsible = 'person') = (person_id IS NOT NULL))
) STRICT;
CREATE INDEX duties_title ON duties (title, id);
CREATE INDEX duties_created_at ON duties (created_at, id);
CREATE INDEX duties_team_title ON duties (team_id, title, id);
CREATE INDEX duties_generated ON duties (generated_to, id) WHERE NOT ended;

CREATE TABLE duty_rota (
    duty_id BLOB NOT NULL REFERENCES duties (id),
    place INTEGER NOT NULL,
    employee_id BLOB NOT NULL REFERENCES employees (id),
    PRIMARY KEY (duty_id, place)
) STRICT;
CREATE INDEX duty_rota_employee ON duty_rota (employee_id);

-- As a duty was when something came due: history isn't rewritten.
CREATE TABLE duty_versions (
    duty_id BLOB NOT NULL REFERENCES duties (id),
    version INTEGER NOT NULL,
    title TEXT NOT NULL,
    place TEXT,
    checklist TEXT NOT NULL,
    PRIMARY KEY (duty_id, version)
) STRICT;

CREATE TABLE duty_occurrences (
    id BLOB PRIMARY KEY,
    duty_id BLOB NOT NULL REFERENCES duties (id),
    duty_version INTEGER NOT NULL,
    clause TEXT NOT NULL,
    day TEXT NOT NULL,
    -- Whose turn of the rota it was.
    turn INTEGER NOT NULL,
    opens_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    -- What is told next, and when: 0 that it's due soon, 1 that it's late, 2 to whoever is above; nothing more once there is no instant.
    told INTEGER NOT NULL CHECK (told BETWEEN 0 AND 3),
    tell_at INTEGER,
    escalate_at INTEGER NOT NULL,
    owner_id BLOB NOT NULL REFERENCES employees (id),
    team_id BLOB REFERENCES teams (id),
    -- Somebody was named by hand.
    handed INTEGER NOT NULL CHECK (handed IN (0, 1)),
    state TEXT NOT NULL CHECK (state IN ('open', 'done', 'excused')),
    done_at INTEGER,
    done_by BLOB REFERENCES employees (id),
    -- JSON.
    results TEXT,
    remarkable INTEGER NOT NULL CHECK (remarkable >= 0),
    note TEXT,
    reason TEXT,
    version INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CONSTRAINT duty_occurrences_once UNIQUE (duty_id, due_at),
    CONSTRAINT duty_occurrences_version_fkey FOREIGN KEY (duty_id, duty_version) REFERENCES duty_versions (duty_id, version),
    CONSTRAINT duty_occurrences_done_check CHECK ((state = 'done') = (done_at IS NOT NULL)),
    CONSTRAINT duty_occurrences_reason_check CHECK ((state = 'excused') = (reason IS NOT NULL)),
    CONSTRAINT duty_occurrences_tell_check CHECK (state = 'open' OR tell_at IS NULL)
) STRICT;
CREATE INDEX duty_occurrences_due ON duty_occurrences (due_at, id);
CREATE INDEX duty_occurrences_team_due ON duty_occurrences (team_id, due_at, id);
CREATE INDEX duty_occurrences_owner_due ON duty_occurrences (owner_id, due_at, id);
CREATE INDEX duty_occurrences_open ON duty_occurrences (due_at, id) WHERE state = 'open';
CREATE INDEX duty_occurrences_team_open ON duty_occurrences (team_id, due_at, id) WHERE state = 'open';
CREATE INDEX duty_occurrences_owner_open ON duty_occurrences (owner_id, due_at, id) WHERE state = 'open';
CREATE INDEX duty_occurrences_clause ON duty_occurrences (clause, due_at, state);
CREATE INDEX duty_occurrences_team_clause ON duty_occurrences (team_id, clause, due_at, state);
CREATE INDEX duty_occurrences_tell ON duty_occurrences (tell_at, id) WHERE tell_at IS NOT NULL;
