-- Events for customers (5.1.5).
CREATE TABLE customer_events (
    id BLOB PRIMARY KEY,
    title TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('seminar', 'gathering', 'health', 'family', 'appreciation', 'other')),
    state TEXT NOT NULL CHECK (state IN ('planned', 'open', 'closed', 'cancelled')),
    starts_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    place TEXT NOT NULL,
    description TEXT,
    capacity INTEGER CHECK (capacity BETWEEN 1 AND 10000),
    organiser_id BLOB NOT NULL REFERENCES employees (id),
    team_id BLOB REFERENCES teams (id),
    result TEXT,
    cancelled_because TEXT,
    reminded_at INTEGER,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CONSTRAINT customer_events_times_check CHECK (starts_at < ends_at),
    CONSTRAINT customer_events_result_check CHECK ((result IS NOT NULL) = (state = 'closed')),
    CONSTRAINT customer_events_reason_check CHECK ((cancelled_because IS NOT NULL) = (state = 'cancelled'))
) STRICT;
CREATE INDEX customer_events_starts_at ON customer_events (starts_at, id);
CREATE INDEX customer_events_team ON customer_events (team_id, starts_at, id);
CREATE INDEX customer_events_organiser ON customer_events (organiser_id, starts_at, id);
CREATE INDEX customer_events_live ON customer_events (starts_at, id) WHERE state IN ('planned', 'open');

-- One customer's invitation. Owner and team are the customer's.
CREATE TABLE event_invitations (
    id BLOB PRIMARY KEY,
    event_id BLOB NOT NULL REFERENCES customer_events (id),
    customer_id BLOB NOT NULL REFERENCES customers (id),
    owner_id BLOB NOT NULL REFERENCES employees (id),
    team_id BLOB REFERENCES teams (id),
    state TEXT NOT NULL CHECK (state IN ('invited', 'accepted', 'declined', 'withdrawn', 'attended', 'absent')),
    party INTEGER NOT NULL CHECK (party BETWEEN 1 AND 20),
    note TEXT,
    activity_id BLOB REFERENCES activities (id),
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CONSTRAINT event_invitations_event_customer_key UNIQUE (event_id, customer_id),
    CONSTRAINT event_invitations_attended_check CHECK (state <> 'attended' OR activity_id IS NOT NULL)
) STRICT;
CREATE INDEX event_invitations_created_at ON event_invitations (created_at, id);
CREATE INDEX event_invitations_event_page ON event_invitations (event_id, created_at, id);
CREATE INDEX event_invitations_owner ON event_invitations (owner_id, created_at, id);
CREATE INDEX event_invitations_team ON event_invitations (team_id, created_at, id);
CREATE INDEX event_invitations_customer ON event_invitations (customer_id, created_at, id);
CREATE INDEX event_invitations_waiting ON event_invitations (owner_id, event_id) WHERE state = 'invited';
