-- Safety equipment and every inspection of it (3.3.2).
CREATE TABLE safety_items (
    id UUID PRIMARY KEY,
    label TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('extinguisher', 'hydrant', 'emergency_light', 'exit_sign', 'smoke_detector', 'first_aid', 'other')),
    place_id UUID REFERENCES places (id),
    spot TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('in_use', 'faulty', 'retired')),
    expires_on DATE,
    inspect_months BIGINT NOT NULL CHECK (inspect_months > 0),
    inspected_on DATE,
    -- Whichever comes first: the next inspection, or the last day before it expires.
    due_on DATE NOT NULL,
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX safety_items_due ON safety_items (due_on, id);
CREATE INDEX safety_items_created_at ON safety_items (created_at, id);

CREATE TABLE safety_inspections (
    id UUID PRIMARY KEY,
    item_id UUID NOT NULL REFERENCES safety_items (id),
    inspected_at TIMESTAMPTZ NOT NULL,
    inspected_by UUID NOT NULL REFERENCES employees (id),
    in_order BOOLEAN NOT NULL,
    note TEXT COLLATE "C",
    expires_on DATE,
    CONSTRAINT safety_inspections_note_check CHECK (in_order OR note IS NOT NULL)
);
CREATE INDEX safety_inspections_item ON safety_inspections (item_id, inspected_at, id);
