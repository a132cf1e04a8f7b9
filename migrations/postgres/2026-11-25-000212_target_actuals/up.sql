-- What was attained (5.3.2), as policy and asset systems send it; the team is the one whose figure it was.
CREATE TABLE target_actuals (
    id UUID PRIMARY KEY,
    source TEXT COLLATE "C" NOT NULL,
    external_id TEXT COLLATE "C" NOT NULL,
    indicator_id UUID NOT NULL REFERENCES indicators (id),
    owner_id UUID NOT NULL REFERENCES employees (id),
    team_id UUID REFERENCES teams (id),
    on_date DATE NOT NULL,
    amount BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT target_actuals_source_key UNIQUE (source, external_id)
);
CREATE INDEX target_actuals_date ON target_actuals (on_date, id);
CREATE INDEX target_actuals_owner ON target_actuals (owner_id, on_date, id);
CREATE INDEX target_actuals_team ON target_actuals (team_id, on_date, id);
CREATE INDEX target_actuals_indicator ON target_actuals (indicator_id, on_date);
