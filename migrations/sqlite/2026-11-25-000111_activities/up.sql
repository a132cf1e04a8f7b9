-- Activities with customers (5.1.2) and when each customer is due (5.1.4).
CREATE TABLE activities (
    id BLOB PRIMARY KEY,
    customer_id BLOB NOT NULL REFERENCES customers (id),
    -- Who did it, and their team at that time.
    employee_id BLOB NOT NULL REFERENCES employees (id),
    team_id BLOB REFERENCES teams (id),
    channel TEXT NOT NULL CHECK (channel IN ('call', 'visit', 'event', 'message')),
    outcome TEXT NOT NULL CHECK (outcome IN ('reached', 'not_reached', 'interested', 'not_interested', 'appointment')),
    at INTEGER NOT NULL,
    note TEXT,
    next_step TEXT,
    next_on TEXT,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX activities_customer ON activities (customer_id, at, id);
CREATE INDEX activities_at ON activities (at, id);
CREATE INDEX activities_employee ON activities (employee_id, at, id);
CREATE INDEX activities_team ON activities (team_id, at, id);

-- Days until a customer of a class is due again; one row.
CREATE TABLE follow_up_rules (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    a INTEGER CHECK (a > 0),
    b INTEGER CHECK (b > 0),
    c INTEGER CHECK (c > 0),
    d INTEGER CHECK (d > 0),
    unclassified INTEGER CHECK (unclassified > 0),
    version INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
INSERT INTO follow_up_rules VALUES (1, 30, 60, 90, 180, 90, 1, 1764000000000000);

-- The last day on which the owners of due customers were told.
CREATE TABLE follow_up_reminders (
    day TEXT PRIMARY KEY
) STRICT;

ALTER TABLE customers ADD COLUMN last_contact_on TEXT;
ALTER TABLE customers ADD COLUMN agreed_on TEXT;
ALTER TABLE customers ADD COLUMN due_on TEXT;
-- Nobody has been contacted yet: every class is due by its cadence from the day the customer came.
UPDATE customers SET due_on = date(created_at / 1000000, 'unixepoch',
    CASE class WHEN 'a' THEN '+30 days' WHEN 'b' THEN '+60 days' WHEN 'd' THEN '+180 days' ELSE '+90 days' END);
CREATE INDEX customers_due ON customers (due_on, id);
CREATE INDEX customers_owner_due ON customers (owner_id, due_on, id);
CREATE INDEX customers_team_due ON customers (team_id, due_on, id);
