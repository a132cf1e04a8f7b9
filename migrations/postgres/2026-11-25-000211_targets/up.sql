-- Targets (5.3.1). What is counted.
CREATE TABLE indicators (
    id UUID PRIMARY KEY,
    code TEXT COLLATE "C" NOT NULL CONSTRAINT indicators_code_key UNIQUE,
    name_hant TEXT COLLATE "C" NOT NULL,
    name_hans TEXT COLLATE "C" NOT NULL,
    name_en TEXT COLLATE "C" NOT NULL,
    unit TEXT COLLATE "C" NOT NULL CHECK (unit IN ('money', 'count')),
    basis TEXT COLLATE "C" NOT NULL CHECK (basis IN ('figures', 'customers'))
);
INSERT INTO indicators (id, code, name_hant, name_hans, name_en, unit, basis) VALUES
    ('01932f00-0000-7000-8000-000000000001', 'premium_income', '保費收入', '保费收入', 'Premium income', 'money', 'figures'),
    ('01932f00-0000-7000-8000-000000000002', 'customer_count', '新增客戶數', '新增客户数', 'New customers', 'count', 'customers'),
    ('01932f00-0000-7000-8000-000000000003', 'new_customer_assets', '新增客戶資產', '新增客户资产', 'New customer assets', 'money', 'figures');

-- A tree of amounts for an indicator and a period; a revision of a published one is a row of its own.
CREATE TABLE targets (
    id UUID PRIMARY KEY,
    indicator_id UUID NOT NULL REFERENCES indicators (id),
    period TEXT COLLATE "C" NOT NULL CHECK (period IN ('year', 'quarter', 'month')),
    starts_on DATE NOT NULL,
    ends_on DATE NOT NULL,
    currency TEXT COLLATE "C",
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('draft', 'published', 'superseded')),
    revision BIGINT NOT NULL,
    reason TEXT COLLATE "C",
    published_at TIMESTAMPTZ,
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL
);
-- One draft or published tree at a time; the others are history.
CREATE UNIQUE INDEX targets_one_live ON targets (indicator_id, period, starts_on) WHERE state <> 'superseded';
CREATE INDEX targets_starts_on ON targets (starts_on, id);
CREATE INDEX targets_created_at ON targets (created_at, id);

CREATE TABLE target_nodes (
    id UUID PRIMARY KEY,
    target_id UUID NOT NULL REFERENCES targets (id),
    parent_id UUID REFERENCES target_nodes (id),
    level TEXT COLLATE "C" NOT NULL CHECK (level IN ('department', 'area', 'team', 'member')),
    area_id UUID REFERENCES areas (id),
    team_id UUID REFERENCES teams (id),
    owner_id UUID REFERENCES employees (id),
    name TEXT COLLATE "C" NOT NULL,
    place BIGINT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount >= 0)
);
CREATE INDEX target_nodes_target ON target_nodes (target_id, place);
CREATE INDEX target_nodes_parent ON target_nodes (parent_id);
CREATE INDEX target_nodes_owner ON target_nodes (owner_id, target_id);
CREATE INDEX target_nodes_team ON target_nodes (team_id, target_id);
