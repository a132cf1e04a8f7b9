-- Where events are posted to, and each event on its way there.
CREATE TABLE webhooks (
    id BLOB PRIMARY KEY,
    name TEXT NOT NULL CONSTRAINT webhooks_name_key UNIQUE,
    url TEXT NOT NULL,
    -- JSON array of event names and groups.
    events TEXT NOT NULL,
    reach TEXT NOT NULL CHECK (reach IN ('department', 'area', 'team')),
    area_id BLOB REFERENCES areas (id),
    team_id BLOB REFERENCES teams (id),
    owner_id BLOB NOT NULL REFERENCES employees (id),
    -- Sealed with the server's secret; the one before signs, too, for a day.
    secret BLOB NOT NULL,
    old_secret BLOB,
    old_until INTEGER,
    state TEXT NOT NULL CHECK (state IN ('active', 'paused')),
    paused_reason TEXT CHECK (paused_reason IN ('by_hand', 'gone', 'failing')),
    failing_since INTEGER,
    last_success_at INTEGER,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CONSTRAINT webhooks_paused_check CHECK ((state = 'paused') = (paused_reason IS NOT NULL))
) STRICT;
CREATE INDEX webhooks_created ON webhooks (created_at, id);
CREATE INDEX webhooks_state ON webhooks (state, created_at, id);
CREATE INDEX webhooks_owner ON webhooks (owner_id);

CREATE TABLE webhook_deliveries (
    id BLOB PRIMARY KEY,
    webhook_id BLOB NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
    event_id BLOB NOT NULL,
    event TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id BLOB NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'delivered', 'dead')),
    attempts INTEGER NOT NULL,
    -- Absent while the webhook is paused.
    next_at INTEGER,
    first_at INTEGER,
    last_at INTEGER,
    last_status INTEGER,
    last_error TEXT,
    created_at INTEGER NOT NULL,
    delivered_at INTEGER,
    CONSTRAINT webhook_deliveries_webhook_id_event_id_key UNIQUE (webhook_id, event_id)
) STRICT;
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (webhook_id, next_at) WHERE state = 'waiting';
CREATE INDEX webhook_deliveries_created ON webhook_deliveries (created_at, id);
CREATE INDEX webhook_deliveries_state ON webhook_deliveries (state, created_at, id);
CREATE INDEX webhook_deliveries_webhook ON webhook_deliveries (webhook_id, created_at, id);
CREATE INDEX webhook_deliveries_webhook_state ON webhook_deliveries (webhook_id, state, created_at, id);
