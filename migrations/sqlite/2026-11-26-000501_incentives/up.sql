-- Who gains by a matter, where they are many; nobody of them decides it.
ALTER TABLE approvals ADD COLUMN beneficiaries TEXT NOT NULL DEFAULT '[]';

-- Incentives (5.3.3): rules as data; a run is one rule looked at for one period.
CREATE TABLE incentive_rules (
    id BLOB PRIMARY KEY,
    name_zh_hant TEXT NOT NULL,
    name_zh_hans TEXT NOT NULL,
    name_en TEXT NOT NULL,
    indicator_id BLOB NOT NULL REFERENCES indicators (id),
    period TEXT NOT NULL CHECK (period IN ('year', 'quarter', 'month')),
    level TEXT NOT NULL CHECK (level IN ('team', 'member')),
    tiers TEXT NOT NULL,
    cap INTEGER,
    currency TEXT NOT NULL,
    starts_on TEXT NOT NULL,
    ends_on TEXT,
    decide_days INTEGER NOT NULL,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CHECK (ends_on IS NULL OR ends_on >= starts_on)
) STRICT;
CREATE INDEX incentive_rules_created_at ON incentive_rules (created_at, id);

CREATE TABLE incentive_runs (
    rule_id BLOB NOT NULL REFERENCES incentive_rules (id),
    starts_on TEXT NOT NULL,
    computed_at INTEGER NOT NULL,
    CONSTRAINT incentive_runs_rule_id_starts_on_key PRIMARY KEY (rule_id, starts_on)
) STRICT;

CREATE TABLE incentive_proposals (
    id BLOB PRIMARY KEY,
    rule_id BLOB NOT NULL REFERENCES incentive_rules (id),
    rule_version INTEGER NOT NULL,
    indicator_id BLOB NOT NULL REFERENCES indicators (id),
    period TEXT NOT NULL CHECK (period IN ('year', 'quarter', 'month')),
    starts_on TEXT NOT NULL,
    ends_on TEXT NOT NULL,
    level TEXT NOT NULL CHECK (level IN ('team', 'member')),
    tiers TEXT NOT NULL,
    cap INTEGER,
    currency TEXT NOT NULL,
    team_id BLOB NOT NULL REFERENCES teams (id),
    state TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'returned', 'granted', 'refused', 'dismissed')),
    total INTEGER NOT NULL,
    people INTEGER NOT NULL,
    computed_at INTEGER NOT NULL,
    decide_by TEXT NOT NULL,
    approval_id BLOB REFERENCES approvals (id),
    reason TEXT,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    decided_at INTEGER,
    CONSTRAINT incentive_proposals_place_key UNIQUE (rule_id, starts_on, team_id)
) STRICT;
CREATE INDEX incentive_proposals_created_at ON incentive_proposals (created_at, id);
CREATE INDEX incentive_proposals_team ON incentive_proposals (team_id, created_at, id);
CREATE INDEX incentive_proposals_open ON incentive_proposals (decide_by, id) WHERE state IN ('draft', 'submitted', 'returned');

CREATE TABLE incentive_lines (
    id BLOB PRIMARY KEY,
    proposal_id BLOB NOT NULL REFERENCES incentive_proposals (id),
    employee_id BLOB NOT NULL REFERENCES employees (id),
    place INTEGER NOT NULL,
    target INTEGER NOT NULL,
    actual INTEGER NOT NULL,
    rate INTEGER NOT NULL,
    amount INTEGER NOT NULL CHECK (amount >= 0),
    left_out INTEGER NOT NULL,
    reason TEXT,
    CONSTRAINT incentive_lines_employee_key UNIQUE (proposal_id, employee_id),
    CHECK (left_out = 0 OR reason IS NOT NULL)
) STRICT;

-- Never changed, so what was paid can be told years later.
CREATE TABLE incentive_awards (
    id BLOB PRIMARY KEY,
    proposal_id BLOB NOT NULL REFERENCES incentive_proposals (id),
    rule_id BLOB NOT NULL REFERENCES incentive_rules (id),
    employee_id BLOB NOT NULL REFERENCES employees (id),
    team_id BLOB NOT NULL REFERENCES teams (id),
    period TEXT NOT NULL CHECK (period IN ('year', 'quarter', 'month')),
    starts_on TEXT NOT NULL,
    ends_on TEXT NOT NULL,
    amount INTEGER NOT NULL CHECK (amount > 0),
    currency TEXT NOT NULL,
    awarded_at INTEGER NOT NULL,
    CONSTRAINT incentive_awards_employee_key UNIQUE (proposal_id, employee_id)
) STRICT;
CREATE INDEX incentive_awards_awarded_at ON incentive_awards (awarded_at, id);
CREATE INDEX incentive_awards_team ON incentive_awards (team_id, awarded_at, id);
CREATE INDEX incentive_awards_employee ON incentive_awards (employee_id, awarded_at, id);
