-- Where events are posted to, and each event on its way there.
CREATE TABLE webhooks (
    id UUID PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL CONSTRAINT webhooks_name_key UNIQUE,
    url TEXT COLLATE "C" NOT NULL,
    -- JSON array of event names and groups.
    events JSONB NOT NULL,
    reach TEXT COLLATE "C" NOT NULL CHECK (reach IN ('department', 'area', 'team')),
    area_id UUID REFERENCES areas (id),
    team_id UUID REFERENCES teams (id),
    owner_id UUID NOT NULL REFERENCES employees (id),
    -- Sealed with the server's secret; the one before signs, too, for a day.
    secret BYTEA NOT NULL,
    old_secret BYTEA,
    old_until TIMESTAMPTZ,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('active', 'paused')),
    paused_reason TEXT COLLATE "C" CHECK (paused_reason IN ('by_hand', 'gone', 'failing')),
    failing_since TIMESTAMPTZ,
    last_success_at TIMESTAMPTZ,
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT webhooks_paused_check CHECK ((state = 'paused') = (paused_reason IS NOT NULL))
);
CREATE INDEX webhooks_created ON webhooks (created_at, id);
CREATE INDEX webhooks_state ON webhooks (state, created_at, id);
CREATE INDEX webhooks_owner ON webhooks (owner_id);

CREATE TABLE webhook_deliveries (
    id UUID PRIMARY KEY,
    webhook_id UUID NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
    event_id UUID NOT NULL,
    event TEXT COLLATE "C" NOT NULL,
    subject_kind TEXT COLLATE "C" NOT NULL,
    subject_id UUID NOT NULL,
    body TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('waiting', 'delivered', 'dead')),
    attempts BIGINT NOT NULL,
    -- Absent while the webhook is paused.
    next_at TIMESTAMPTZ,
    first_at TIMESTAMPTZ,
    last_at TIMESTAMPTZ,
    last_status BIGINT,
    last_error TEXT COLLATE "C",
    created_at TIMESTAMPTZ NOT NULL,
    delivered_at TIMESTAMPTZ,
    CONSTRAINT webhook_deliveries_webhook_id_event_id_key UNIQUE (webhook_id, event_id)
);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (webhook_id, next_at) WHERE state = 'waiting';
CREATE INDEX webhook_deliveries_created ON webhook_deliveries (created_at, id);
CREATE INDEX webhook_deliveries_state ON webhook_deliveries (state, created_at, id);
CREATE INDEX webhook_deliveries_webhook ON webhook_deliveries (webhook_id, created_at, id);
CREATE INDEX webhook_deliveries_webhook_state ON webhook_deliveries (webhook_id, state, created_at, id);
