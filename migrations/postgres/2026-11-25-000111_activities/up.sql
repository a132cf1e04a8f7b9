-- Activities with customers (5.1.2) and when each customer is due (5.1.4).
CREATE TABLE activities (
    id UUID PRIMARY KEY,
    customer_id UUID NOT NULL REFERENCES customers (id),
    -- Who did it, and their team at that time.
    employee_id UUID NOT NULL REFERENCES employees (id),
    team_id UUID REFERENCES teams (id),
    channel TEXT COLLATE "C" NOT NULL CHECK (channel IN ('call', 'visit', 'event', 'message')),
    outcome TEXT COLLATE "C" NOT NULL CHECK (outcome IN ('reached', 'not_reached', 'interested', 'not_interested', 'appointment')),
    at TIMESTAMPTZ NOT NULL,
    note TEXT COLLATE "C",
    next_step TEXT COLLATE "C",
    next_on DATE,
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX activities_customer ON activities (customer_id, at, id);
CREATE INDEX activities_at ON activities (at, id);
CREATE INDEX activities_employee ON activities (employee_id, at, id);
CREATE INDEX activities_team ON activities (team_id, at, id);

-- Days until a customer of a class is due again; one row.
CREATE TABLE follow_up_rules (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    a BIGINT CHECK (a > 0),
    b BIGINT CHECK (b > 0),
    c BIGINT CHECK (c > 0),
    d BIGINT CHECK (d > 0),
    unclassified BIGINT CHECK (unclassified > 0),
    version BIGINT NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL
);
INSERT INTO follow_up_rules VALUES (1, 30, 60, 90, 180, 90, 1, TIMESTAMPTZ '2025-11-24 16:00:00+00');

-- The last day on which the owners of due customers were told.
CREATE TABLE follow_up_reminders (
    day DATE PRIMARY KEY
);

ALTER TABLE customers ADD COLUMN last_contact_on DATE;
ALTER TABLE customers ADD COLUMN agreed_on DATE;
ALTER TABLE customers ADD COLUMN due_on DATE;
-- Nobody has been contacted yet: every class is due by its cadence from the day the customer came.
UPDATE customers SET due_on = (created_at AT TIME ZONE 'UTC')::date +
    CASE class WHEN 'a' THEN 30 WHEN 'b' THEN 60 WHEN 'd' THEN 180 ELSE 90 END;
CREATE INDEX customers_due ON customers (due_on, id);
CREATE INDEX customers_owner_due ON customers (owner_id, due_on, id);
CREATE INDEX customers_team_due ON customers (team_id, due_on, id);
