-- Supplies and the ledger of their stock (3.1.2).
CREATE TABLE supply_items (
    id UUID PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    -- The name folded, for searching.
    name_key TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('stationery', 'paper', 'toner', 'cleaning', 'pantry', 'other')),
    unit TEXT COLLATE "C" NOT NULL,
    place_id UUID REFERENCES places (id),
    spot TEXT COLLATE "C",
    on_hand BIGINT NOT NULL,
    reorder_level BIGINT NOT NULL CHECK (reorder_level >= 0),
    counted_on DATE,
    active BOOLEAN NOT NULL,
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT supply_items_not_negative CHECK (on_hand >= 0)
);
CREATE UNIQUE INDEX supply_items_name_key_key ON supply_items (name_key) WHERE active;
CREATE INDEX supply_items_name ON supply_items (name, id);
CREATE INDEX supply_items_created_at ON supply_items (created_at, id);

CREATE TABLE supply_movements (
    id UUID PRIMARY KEY,
    item_id UUID NOT NULL REFERENCES supply_items (id),
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('restock', 'issue', 'count')),
    quantity BIGINT NOT NULL,
    on_hand BIGINT NOT NULL CHECK (on_hand >= 0),
    employee_id UUID NOT NULL REFERENCES employees (id),
    team_id UUID REFERENCES teams (id),
    recorded_by UUID NOT NULL REFERENCES employees (id),
    note TEXT COLLATE "C",
    at TIMESTAMPTZ NOT NULL,
    CONSTRAINT supply_movements_sign_check CHECK (kind = 'count' OR (kind = 'issue') = (quantity < 0))
);
CREATE INDEX supply_movements_at ON supply_movements (at, id);
CREATE INDEX supply_movements_item ON supply_movements (item_id, at, id);
CREATE INDEX supply_movements_team ON supply_movements (team_id, at, id);
CREATE INDEX supply_movements_employee ON supply_movements (employee_id, at, id);
