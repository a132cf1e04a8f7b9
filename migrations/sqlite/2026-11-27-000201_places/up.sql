-- Places (3.1, 3.2), and who has which room when.
CREATE TABLE places (
    id BLOB PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('office', 'meeting_room', 'training_room', 'storage', 'other')),
    location TEXT,
    capacity INTEGER CHECK (capacity > 0),
    bookable INTEGER NOT NULL CHECK (bookable IN (0, 1)),
    -- JSON: lines of a check-list.
    preparation TEXT NOT NULL,
    closing TEXT NOT NULL,
    active INTEGER NOT NULL CHECK (active IN (0, 1)),
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CONSTRAINT places_name_key UNIQUE (name)
) STRICT;
CREATE INDEX places_created_at ON places (created_at, id);

CREATE TABLE bookings (
    id BLOB PRIMARY KEY,
    place_id BLOB NOT NULL REFERENCES places (id),
    title TEXT NOT NULL,
    starts_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    attendees INTEGER CHECK (attendees > 0),
    state TEXT NOT NULL CHECK (state IN ('booked', 'closed', 'cancelled')),
    owner_id BLOB NOT NULL REFERENCES employees (id),
    team_id BLOB REFERENCES teams (id),
    -- JSON, as the place's were when it was booked.
    preparation TEXT NOT NULL,
    closing TEXT NOT NULL,
    prepared_at INTEGER,
    prepared_by BLOB REFERENCES employees (id),
    closed_at INTEGER,
    closed_by BLOB REFERENCES employees (id),
    note TEXT,
    cancelled_because TEXT,
    -- Borrowed and not back; incidents without an outcome.
    lent_out INTEGER NOT NULL CHECK (lent_out >= 0),
    open_incidents INTEGER NOT NULL CHECK (open_incidents >= 0),
    -- What is told next, and when: 0 that it isn't prepared, 1 that it isn't closed; nothing more once there is no instant.
    told INTEGER NOT NULL CHECK (told BETWEEN 0 AND 2),
    tell_at INTEGER,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CONSTRAINT bookings_order_check CHECK (ends_at > starts_at AND ends_at <= starts_at + 259200000000),
    CONSTRAINT bookings_closed_check CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
    -- Nothing is closed while something borrowed is out.
    CONSTRAINT bookings_returned_check CHECK (state <> 'closed' OR lent_out = 0),
    CONSTRAINT bookings_cancelled_check CHECK ((state = 'cancelled') = (cancelled_because IS NOT NULL)),
    CONSTRAINT bookings_tell_check CHECK (state = 'booked' OR tell_at IS NULL)
) STRICT;
CREATE INDEX bookings_starts ON bookings (starts_at, id);
CREATE INDEX bookings_place_starts ON bookings (place_id, starts_at, id);
CREATE INDEX bookings_owner_starts ON bookings (owner_id, starts_at, id);
CREATE INDEX bookings_team_starts ON bookings (team_id, starts_at, id);
CREATE INDEX bookings_open ON bookings (ends_at, id) WHERE state = 'booked';
CREATE INDEX bookings_tell ON bookings (tell_at, id) WHERE tell_at IS NOT NULL;
CREATE INDEX bookings_incidents ON bookings (starts_at, id) WHERE open_incidents > 0;

CREATE TRIGGER one_booking_at_a_time_insert BEFORE INSERT ON bookings
WHEN NEW.state <> 'cancelled' AND EXISTS (SELECT 1 FROM bookings o WHERE o.place_id = NEW.place_id AND o.id <> NEW.id AND o.state <> 'cancelled'
    AND o.starts_at < NEW.ends_at AND NEW.starts_at < o.ends_at AND o.starts_at > NEW.starts_at - 259200000000)
BEGIN SELECT RAISE(ABORT, 'one_booking_at_a_time'); END;
CREATE TRIGGER one_booking_at_a_time_update BEFORE UPDATE ON bookings
WHEN NEW.state <> 'cancelled' AND EXISTS (SELECT 1 FROM bookings o WHERE o.place_id = NEW.place_id AND o.id <> NEW.id AND o.state <> 'cancelled'
    AND o.starts_at < NEW.ends_at AND NEW.starts_at < o.ends_at AND o.starts_at > NEW.starts_at - 259200000000)
BEGIN SELECT RAISE(ABORT, 'one_booking_at_a_time'); END;

CREATE TABLE booking_loans (
    id BLOB PRIMARY KEY,
    booking_id BLOB NOT NULL REFERENCES bookings (id),
    item TEXT NOT NULL,
    quantity INTEGER NOT NULL CHECK (quantity > 0),
    lent_at INTEGER NOT NULL,
    lent_by BLOB NOT NULL REFERENCES employees (id),
    returned_at INTEGER,
    returned_by BLOB REFERENCES employees (id),
    note TEXT
) STRICT;
CREATE INDEX booking_loans_booking ON booking_loans (booking_id, lent_at, id);

CREATE TABLE booking_incidents (
    id BLOB PRIMARY KEY,
    booking_id BLOB NOT NULL REFERENCES bookings (id),
    what TEXT NOT NULL,
    reported_at INTEGER NOT NULL,
    reported_by BLOB NOT NULL REFERENCES employees (id),
    outcome TEXT,
    decided_at INTEGER,
    decided_by BLOB REFERENCES employees (id),
    CONSTRAINT booking_incidents_decided_check CHECK ((outcome IS NULL) = (decided_at IS NULL))
) STRICT;
CREATE INDEX booking_incidents_booking ON booking_incidents (booking_id, reported_at, id);
CREATE INDEX booking_incidents_open ON booking_incidents (reported_at, id) WHERE outcome IS NULL;
CREATE INDEX booking_incidents_reported ON booking_incidents (reported_at, id);
