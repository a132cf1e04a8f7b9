-- Targets (5.3.1). What is counted.
CREATE TABLE indicators (
    id BLOB PRIMARY KEY,
    code TEXT NOT NULL CONSTRAINT indicators_code_key UNIQUE,
    name_hant TEXT NOT NULL,
    name_hans TEXT NOT NULL,
    name_en TEXT NOT NULL,
    unit TEXT NOT NULL CHECK (unit IN ('money', 'count')),
    basis TEXT NOT NULL CHECK (basis IN ('figures', 'customers'))
) STRICT;
INSERT INTO indicators (id, code, name_hant, name_hans, name_en, unit, basis) VALUES
    (x'01932f00000070008000000000000001', 'premium_income', '保費收入', '保费收入', 'Premium income', 'money', 'figures'),
    (x'01932f00000070008000000000000002', 'customer_count', '新增客戶數', '新增客户数', 'New customers', 'count', 'customers'),
    (x'01932f00000070008000000000000003', 'new_customer_assets', '新增客戶資產', '新增客户资产', 'New customer assets', 'money', 'figures');

-- A tree of amounts for an indicator and a period; a revision of a published one is a row of its own.
CREATE TABLE targets (
    id BLOB PRIMARY KEY,
    indicator_id BLOB NOT NULL REFERENCES indicators (id),
    period TEXT NOT NULL CHECK (period IN ('year', 'quarter', 'month')),
    starts_on TEXT NOT NULL,
    ends_on TEXT NOT NULL,
    currency TEXT,
    state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'superseded')),
    revision INTEGER NOT NULL,
    reason TEXT,
    published_at INTEGER,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
-- One draft or published tree at a time; the others are history.
CREATE UNIQUE INDEX targets_one_live ON targets (indicator_id, period, starts_on) WHERE state <> 'superseded';
CREATE INDEX targets_starts_on ON targets (starts_on, id);
CREATE INDEX targets_created_at ON targets (created_at, id);

CREATE TABLE target_nodes (
    id BLOB PRIMARY KEY,
    target_id BLOB NOT NULL REFERENCES targets (id),
    parent_id BLOB REFERENCES target_nodes (id),
    level TEXT NOT NULL CHECK (level IN ('department', 'area', 'team', 'member')),
    area_id BLOB REFERENCES areas (id),
    team_id BLOB REFERENCES teams (id),
    owner_id BLOB REFERENCES employees (id),
    name TEXT NOT NULL,
    place INTEGER NOT NULL,
    amount INTEGER NOT NULL CHECK (amount >= 0)
) STRICT;
CREATE INDEX target_nodes_target ON target_nodes (target_id, place);
CREATE INDEX target_nodes_parent ON target_nodes (parent_id);
CREATE INDEX target_nodes_owner ON target_nodes (owner_id, target_id);
CREATE INDEX target_nodes_team ON target_nodes (team_id, target_id);
