-- What was attained (5.3.2), as policy and asset systems send it; the team is the one whose figure it was.
CREATE TABLE target_actuals (
    id BLOB PRIMARY KEY,
    source TEXT NOT NULL,
    external_id TEXT NOT NULL,
    indicator_id BLOB NOT NULL REFERENCES indicators (id),
    owner_id BLOB NOT NULL REFERENCES employees (id),
    team_id BLOB REFERENCES teams (id),
    on_date TEXT NOT NULL,
    amount INTEGER NOT NULL,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CONSTRAINT target_actuals_source_key UNIQUE (source, external_id)
) STRICT;
CREATE INDEX target_actuals_date ON target_actuals (on_date, id);
CREATE INDEX target_actuals_owner ON target_actuals (owner_id, on_date, id);
CREATE INDEX target_actuals_team ON target_actuals (team_id, on_date, id);
CREATE INDEX target_actuals_indicator ON target_actuals (indicator_id, on_date);
