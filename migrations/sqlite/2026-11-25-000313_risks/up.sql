-- The risk register (5.2.4): how likely, how bad, what is done about it, when it is looked at again.
CREATE TABLE risks (
    id BLOB PRIMARY KEY,
    title TEXT NOT NULL,
    description TEXT,
    controls TEXT NOT NULL,
    likelihood INTEGER NOT NULL CHECK (likelihood BETWEEN 1 AND 5),
    impact INTEGER NOT NULL CHECK (impact BETWEEN 1 AND 5),
    score INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'closed')),
    next_review_on TEXT NOT NULL,
    owner_id BLOB NOT NULL REFERENCES employees (id),
    team_id BLOB REFERENCES teams (id),
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CONSTRAINT risks_score_check CHECK (score = likelihood * impact)
) STRICT;
CREATE INDEX risks_score ON risks (score, id);
CREATE INDEX risks_owner_score ON risks (owner_id, score, id);
CREATE INDEX risks_team_score ON risks (team_id, score, id);
CREATE INDEX risks_review ON risks (next_review_on, id);
CREATE INDEX risks_owner_review ON risks (owner_id, next_review_on, id);
CREATE INDEX risks_team_review ON risks (team_id, next_review_on, id);

-- What each look at a risk found.
CREATE TABLE risk_reviews (
    id BLOB PRIMARY KEY,
    risk_id BLOB NOT NULL REFERENCES risks (id),
    likelihood INTEGER NOT NULL CHECK (likelihood BETWEEN 1 AND 5),
    impact INTEGER NOT NULL CHECK (impact BETWEEN 1 AND 5),
    note TEXT NOT NULL,
    next_review_on TEXT,
    reviewed_by BLOB NOT NULL REFERENCES employees (id),
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX risk_reviews_risk ON risk_reviews (risk_id, created_at, id);
