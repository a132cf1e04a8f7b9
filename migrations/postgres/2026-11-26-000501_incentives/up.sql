-- Who gains by a matter, where they are many; nobody of them decides it.
ALTER TABLE approvals ADD COLUMN beneficiaries TEXT COLLATE "C" NOT NULL DEFAULT '[]';

-- Incentives (5.3.3): rules as data; a run is one rule looked at for one period.
CREATE TABLE incentive_rules (
    id UUID PRIMARY KEY,
    name_zh_hant TEXT COLLATE "C" NOT NULL,
    name_zh_hans TEXT COLLATE "C" NOT NULL,
    name_en TEXT COLLATE "C" NOT NULL,
    indicator_id UUID NOT NULL REFERENCES indicators (id),
    period TEXT COLLATE "C" NOT NULL CHECK (period IN ('year', 'quarter', 'month')),
    level TEXT COLLATE "C" NOT NULL CHECK (level IN ('team', 'member')),
    tiers TEXT COLLATE "C" NOT NULL,
    cap BIGINT,
    currency TEXT COLLATE "C" NOT NULL,
    starts_on DATE NOT NULL,
    ends_on DATE,
    decide_days BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    CHECK (ends_on IS NULL OR ends_on >= starts_on)
);
CREATE INDEX incentive_rules_created_at ON incentive_rules (created_at, id);

CREATE TABLE incentive_runs (
    rule_id UUID NOT NULL REFERENCES incentive_rules (id),
    starts_on DATE NOT NULL,
    computed_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT incentive_runs_rule_id_starts_on_key PRIMARY KEY (rule_id, starts_on)
);

CREATE TABLE incentive_proposals (
    id UUID PRIMARY KEY,
    rule_id UUID NOT NULL REFERENCES incentive_rules (id),
    rule_version BIGINT NOT NULL,
    indicator_id UUID NOT NULL REFERENCES indicators (id),
    period TEXT COLLATE "C" NOT NULL CHECK (period IN ('year', 'quarter', 'month')),
    starts_on DATE NOT NULL,
    ends_on DATE NOT NULL,
    level TEXT COLLATE "C" NOT NULL CHECK (level IN ('team', 'member')),
    tiers TEXT COLLATE "C" NOT NULL,
    cap BIGINT,
    currency TEXT COLLATE "C" NOT NULL,
    team_id UUID NOT NULL REFERENCES teams (id),
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('draft', 'submitted', 'returned', 'granted', 'refused', 'dismissed')),
    total BIGINT NOT NULL,
    people BIGINT NOT NULL,
    computed_at TIMESTAMPTZ NOT NULL,
    decide_by DATE NOT NULL,
    approval_id UUID REFERENCES approvals (id),
    reason TEXT COLLATE "C",
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    decided_at TIMESTAMPTZ,
    CONSTRAINT incentive_proposals_place_key UNIQUE (rule_id, starts_on, team_id)
);
CREATE INDEX incentive_proposals_created_at ON incentive_proposals (created_at, id);
CREATE INDEX incentive_proposals_team ON incentive_proposals (team_id, created_at, id);
CREATE INDEX incentive_proposals_open ON incentive_proposals (decide_by, id) WHERE state IN ('draft', 'submitted', 'returned');

CREATE TABLE incentive_lines (
    id UUID PRIMARY KEY,
    proposal_id UUID NOT NULL REFERENCES incentive_proposals (id),
    employee_id UUID NOT NULL REFERENCES employees (id),
    place BIGINT NOT NULL,
    target BIGINT NOT NULL,
    actual BIGINT NOT NULL,
    rate BIGINT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount >= 0),
    left_out BOOLEAN NOT NULL,
    reason TEXT COLLATE "C",
    CONSTRAINT incentive_lines_employee_key UNIQUE (proposal_id, employee_id),
    CHECK (NOT left_out OR reason IS NOT NULL)
);

-- Never changed, so what was paid can be told years later.
CREATE TABLE incentive_awards (
    id UUID PRIMARY KEY,
    proposal_id UUID NOT NULL REFERENCES incentive_proposals (id),
    rule_id UUID NOT NULL REFERENCES incentive_rules (id),
    employee_id UUID NOT NULL REFERENCES employees (id),
    team_id UUID NOT NULL REFERENCES teams (id),
    period TEXT COLLATE "C" NOT NULL CHECK (period IN ('year', 'quarter', 'month')),
    starts_on DATE NOT NULL,
    ends_on DATE NOT NULL,
    amount BIGINT NOT NULL CHECK (amount > 0),
    currency TEXT COLLATE "C" NOT NULL,
    awarded_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT incentive_awards_employee_key UNIQUE (proposal_id, employee_id)
);
CREATE INDEX incentive_awards_awarded_at ON incentive_awards (awarded_at, id);
CREATE INDEX incentive_awards_team ON incentive_awards (team_id, awarded_at, id);
CREATE INDEX incentive_awards_employee ON incentive_awards (employee_id, awarded_at, id);
