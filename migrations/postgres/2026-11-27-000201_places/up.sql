-- Places (3.1, 3.2), and who has which room when.
CREATE TABLE places (
    id UUID PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('office', 'meeting_room', 'training_room', 'storage', 'other')),
    location TEXT COLLATE "C",
    capacity BIGINT CHECK (capacity > 0),
    bookable BOOLEAN NOT NULL,
    -- JSON: lines of a check-list.
    preparation TEXT COLLATE "C" NOT NULL,
    closing TEXT COLLATE "C" NOT NULL,
    active BOOLEAN NOT NULL,
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT places_name_key UNIQUE (name)
);
CREATE INDEX places_created_at ON places (created_at, id);

CREATE TABLE bookings (
    id UUID PRIMARY KEY,
    place_id UUID NOT NULL REFERENCES places (id),
    title TEXT COLLATE "C" NOT NULL,
    starts_at TIMESTAMPTZ NOT NULL,
    ends_at TIMESTAMPTZ NOT NULL,
    attendees BIGINT CHECK (attendees > 0),
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('booked', 'closed', 'cancelled')),
    owner_id UUID NOT NULL REFERENCES employees (id),
    team_id UUID REFERENCES teams (id),
    -- JSON, as the place's were when it was booked.
    preparation TEXT COLLATE "C" NOT NULL,
    closing TEXT COLLATE "C" NOT NULL,
    prepared_at TIMESTAMPTZ,
    prepared_by UUID REFERENCES employees (id),
    closed_at TIMESTAMPTZ,
    closed_by UUID REFERENCES employees (id),
    note TEXT COLLATE "C",
    cancelled_because TEXT COLLATE "C",
    -- Borrowed and not back; incidents without an outcome.
    lent_out BIGINT NOT NULL CHECK (lent_out >= 0),
    open_incidents BIGINT NOT NULL CHECK (open_incidents >= 0),
    -- What is told next, and when: 0 that it isn't prepared, 1 that it isn't closed; nothing more once there is no instant.
    told BIGINT NOT NULL CHECK (told BETWEEN 0 AND 2),
    tell_at TIMESTAMPTZ,
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT bookings_order_check CHECK (ends_at > starts_at AND ends_at <= starts_at + INTERVAL '72 hours'),
    CONSTRAINT bookings_closed_check CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
    -- Nothing is closed while something borrowed is out.
    CONSTRAINT bookings_returned_check CHECK (state <> 'closed' OR lent_out = 0),
    CONSTRAINT bookings_cancelled_check CHECK ((state = 'cancelled') = (cancelled_because IS NOT NULL)),
    CONSTRAINT bookings_tell_check CHECK (state = 'booked' OR tell_at IS NULL),
    CONSTRAINT one_booking_at_a_time EXCLUDE USING gist (place_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (state <> 'cancelled')
);
CREATE INDEX bookings_starts ON bookings (starts_at, id);
CREATE INDEX bookings_place_starts ON bookings (place_id, starts_at, id);
CREATE INDEX bookings_owner_starts ON bookings (owner_id, starts_at, id);
CREATE INDEX bookings_team_starts ON bookings (team_id, starts_at, id);
CREATE INDEX bookings_open ON bookings (ends_at, id) WHERE state = 'booked';
CREATE INDEX bookings_tell ON bookings (tell_at, id) WHERE tell_at IS NOT NULL;
CREATE INDEX bookings_incidents ON bookings (starts_at, id) WHERE open_incidents > 0;

CREATE TABLE booking_loans (
    id UUID PRIMARY KEY,
    booking_id UUID NOT NULL REFERENCES bookings (id),
    item TEXT COLLATE "C" NOT NULL,
    quantity BIGINT NOT NULL CHECK (quantity > 0),
    lent_at TIMESTAMPTZ NOT NULL,
    lent_by UUID NOT NULL REFERENCES employees (id),
    returned_at TIMESTAMPTZ,
    returned_by UUID REFERENCES employees (id),
    note TEXT COLLATE "C"
);
CREATE INDEX booking_loans_booking ON booking_loans (booking_id, lent_at, id);

CREATE TABLE booking_incidents (
    id UUID PRIMARY KEY,
    booking_id UUID NOT NULL REFERENCES bookings (id),
    what TEXT COLLATE "C" NOT NULL,
    reported_at TIMESTAMPTZ NOT NULL,
    reported_by UUID NOT NULL REFERENCES employees (id),
    outcome TEXT COLLATE "C",
    decided_at TIMESTAMPTZ,
    decided_by UUID REFERENCES employees (id),
    CONSTRAINT booking_incidents_decided_check CHECK ((outcome IS NULL) = (decided_at IS NULL))
);
CREATE INDEX booking_incidents_booking ON booking_incidents (booking_id, reported_at, id);
CREATE INDEX booking_incidents_open ON booking_incidents (reported_at, id) WHERE outcome IS NULL;
CREATE INDEX booking_incidents_reported ON booking_incidents (reported_at, id);
