-- Supplies and the ledger of their stock (3.1.2).
CREATE TABLE supply_items (
    id BLOB PRIMARY KEY,
    name TEXT NOT NULL,
    -- The name folded, for searching.
    name_key TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('stationery', 'paper', 'toner', 'cleaning', 'pantry', 'other')),
    unit TEXT NOT NULL,
    place_id BLOB REFERENCES places (id),
    spot TEXT,
    on_hand INTEGER NOT NULL,
    reorder_level INTEGER NOT NULL CHECK (reorder_level >= 0),
    counted_on TEXT,
    active INTEGER NOT NULL CHECK (active IN (0, 1)),
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CONSTRAINT supply_items_not_negative CHECK (on_hand >= 0)
) STRICT;
CREATE UNIQUE INDEX supply_items_name_key_key ON supply_items (name_key) WHERE active;
CREATE INDEX supply_items_name ON supply_items (name, id);
CREATE INDEX supply_items_created_at ON supply_items (created_at, id);

CREATE TABLE supply_movements (
    id BLOB PRIMARY KEY,
    item_id BLOB NOT NULL REFERENCES supply_items (id),
    kind TEXT NOT NULL CHECK (kind IN ('restock', 'issue', 'count')),
    quantity INTEGER NOT NULL,
    on_hand INTEGER NOT NULL CHECK (on_hand >= 0),
    employee_id BLOB NOT NULL REFERENCES employees (id),
    team_id BLOB REFERENCES teams (id),
    recorded_by BLOB NOT NULL REFERENCES employees (id),
    note TEXT,
    at INTEGER NOT NULL,
    CONSTRAINT supply_movements_sign_check CHECK (kind = 'count' OR (kind = 'issue') = (quantity < 0))
) STRICT;
CREATE INDEX supply_movements_at ON supply_movements (at, id);
CREATE INDEX supply_movements_item ON supply_movements (item_id, at, id);
CREATE INDEX supply_movements_team ON supply_movements (team_id, at, id);
CREATE INDEX supply_movements_employee ON supply_movements (employee_id, at, id);
