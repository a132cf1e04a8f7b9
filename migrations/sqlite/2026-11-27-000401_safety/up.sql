-- Safety equipment and every inspection of it (3.3.2).
CREATE TABLE safety_items (
    id BLOB PRIMARY KEY,
    label TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('extinguisher', 'hydrant', 'emergency_light', 'exit_sign', 'smoke_detector', 'first_aid', 'other')),
    place_id BLOB REFERENCES places (id),
    spot TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('in_use', 'faulty', 'retired')),
    expires_on TEXT,
    inspect_months INTEGER NOT NULL CHECK (inspect_months > 0),
    inspected_on TEXT,
    -- Whichever comes first: the next inspection, or the last day before it expires.
    due_on TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX safety_items_due ON safety_items (due_on, id);
CREATE INDEX safety_items_created_at ON safety_items (created_at, id);

CREATE TABLE safety_inspections (
    id BLOB PRIMARY KEY,
    item_id BLOB NOT NULL REFERENCES safety_items (id),
    inspected_at INTEGER NOT NULL,
    inspected_by BLOB NOT NULL REFERENCES employees (id),
    in_order INTEGER NOT NULL CHECK (in_order IN (0, 1)),
    note TEXT,
    expires_on TEXT,
    CONSTRAINT safety_inspections_note_check CHECK (in_order OR note IS NOT NULL)
) STRICT;
CREATE INDEX safety_inspections_item ON safety_inspections (item_id, inspected_at, id);
