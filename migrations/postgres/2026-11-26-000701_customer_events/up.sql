-- Events for customers (5.1.5).
CREATE TABLE customer_events (
    id UUID PRIMARY KEY,
    title TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('seminar', 'gathering', 'health', 'family', 'appreciation', 'other')),
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('planned', 'open', 'closed', 'cancelled')),
    starts_at TIMESTAMPTZ NOT NULL,
    ends_at TIMESTAMPTZ NOT NULL,
    place TEXT COLLATE "C" NOT NULL,
    description TEXT COLLATE "C",
    capacity BIGINT CHECK (capacity BETWEEN 1 AND 10000),
    organiser_id UUID NOT NULL REFERENCES employees (id),
    team_id UUID REFERENCES teams (id),
    result TEXT COLLATE "C",
    cancelled_because TEXT COLLATE "C",
    reminded_at TIMESTAMPTZ,
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT customer_events_times_check CHECK (starts_at < ends_at),
    CONSTRAINT customer_events_result_check CHECK ((result IS NOT NULL) = (state = 'closed')),
    CONSTRAINT customer_events_reason_check CHECK ((cancelled_because IS NOT NULL) = (state = 'cancelled'))
);
CREATE INDEX customer_events_starts_at ON customer_events (starts_at, id);
CREATE INDEX customer_events_team ON customer_events (team_id, starts_at, id);
CREATE INDEX customer_events_organiser ON customer_events (organiser_id, starts_at, id);
CREATE INDEX customer_events_live ON customer_events (starts_at, id) WHERE state IN ('planned', 'open');

-- One customer's invitation. Owner and team are the customer's.
CREATE TABLE event_invitations (
    id UUID PRIMARY KEY,
    event_id UUID NOT NULL REFERENCES customer_events (id),
    customer_id UUID NOT NULL REFERENCES customers (id),
    owner_id UUID NOT NULL REFERENCES employees (id),
    team_id UUID REFERENCES teams (id),
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('invited', 'accepted', 'declined', 'withdrawn', 'attended', 'absent')),
    party BIGINT NOT NULL CHECK (party BETWEEN 1 AND 20),
    note TEXT COLLATE "C",
    activity_id UUID REFERENCES activities (id),
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT event_invitations_event_customer_key UNIQUE (event_id, customer_id),
    CONSTRAINT event_invitations_attended_check CHECK (state <> 'attended' OR activity_id IS NOT NULL)
);
CREATE INDEX event_invitations_created_at ON event_invitations (created_at, id);
CREATE INDEX event_invitations_event_page ON event_invitations (event_id, created_at, id);
CREATE INDEX event_invitations_owner ON event_invitations (owner_id, created_at, id);
CREATE INDEX event_invitations_team ON event_invitations (team_id, created_at, id);
CREATE INDEX event_invitations_customer ON event_invitations (customer_id, created_at, id);
CREATE INDEX event_invitations_waiting ON event_invitations (owner_id, event_id) WHERE state = 'invited';
