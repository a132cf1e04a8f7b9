-- The risk register (5.2.4): how likely, how bad, what is done about it, when it is looked at again.
CREATE TABLE risks (
    id UUID PRIMARY KEY,
    title TEXT COLLATE "C" NOT NULL,
    description TEXT COLLATE "C",
    controls TEXT COLLATE "C" NOT NULL,
    likelihood BIGINT NOT NULL CHECK (likelihood BETWEEN 1 AND 5),
    impact BIGINT NOT NULL CHECK (impact BETWEEN 1 AND 5),
    score BIGINT NOT NULL,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('open', 'closed')),
    next_review_on DATE NOT NULL,
    owner_id UUID NOT NULL REFERENCES employees (id),
    team_id UUID REFERENCES teams (id),
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT risks_score_check CHECK (score = likelihood * impact)
);
CREATE INDEX risks_score ON risks (score, id);
CREATE INDEX risks_owner_score ON risks (owner_id, score, id);
CREATE INDEX risks_team_score ON risks (team_id, score, id);
CREATE INDEX risks_review ON risks (next_review_on, id);
CREATE INDEX risks_owner_review ON risks (owner_id, next_review_on, id);
CREATE INDEX risks_team_review ON risks (team_id, next_review_on, id);

-- What each look at a risk found.
CREATE TABLE risk_reviews (
    id UUID PRIMARY KEY,
    risk_id UUID NOT NULL REFERENCES risks (id),
    likelihood BIGINT NOT NULL CHECK (likelihood BETWEEN 1 AND 5),
    impact BIGINT NOT NULL CHECK (impact BETWEEN 1 AND 5),
    note TEXT COLLATE "C" NOT NULL,
    next_review_on DATE,
    reviewed_by UUID NOT NULL REFERENCES employees (id),
    created_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX risk_reviews_risk ON risk_reviews (risk_id, created_at, id);
