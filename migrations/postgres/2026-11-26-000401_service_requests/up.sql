-- Service requests and complaints (5.1.5, 7.2.1). What may be asked for is the department's data.
CREATE TABLE service_categories (
    id UUID PRIMARY KEY,
    key TEXT COLLATE "C" NOT NULL CONSTRAINT service_categories_key_key UNIQUE,
    name_zh_hant TEXT COLLATE "C" NOT NULL,
    name_zh_hans TEXT COLLATE "C" NOT NULL,
    name_en TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('service', 'complaint')),
    -- Working days.
    deadline_days BIGINT NOT NULL CHECK (deadline_days BETWEEN 1 AND 60),
    active BOOLEAN NOT NULL,
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL
);
INSERT INTO service_categories (id, key, name_zh_hant, name_zh_hans, name_en, kind, deadline_days, active, version, created_at, updated_at)
VALUES ('51500000-0000-7000-8000-000000000001', 'policy_change', '保單變更', '保单变更', 'Policy change', 'service', 3, TRUE, 1, TIMESTAMPTZ '2026-11-26 00:00:00+00', TIMESTAMPTZ '2026-11-26 00:00:00+00');
INSERT INTO service_categories (id, key, name_zh_hant, name_zh_hans, name_en, kind, deadline_days, active, version, created_at, updated_at)
VALUES ('51500000-0000-7000-8000-000000000002', 'claim_help', '理賠協助', '理赔协助', 'Help with a claim', 'service', 2, TRUE, 1, TIMESTAMPTZ '2026-11-26 00:00:00+00', TIMESTAMPTZ '2026-11-26 00:00:00+00');
INSERT INTO service_categories (id, key, name_zh_hant, name_zh_hans, name_en, kind, deadline_days, active, version, created_at, updated_at)
VALUES ('51500000-0000-7000-8000-000000000003', 'premium_payment', '繳費與扣款', '缴费与扣款', 'Paying premiums', 'service', 2, TRUE, 1, TIMESTAMPTZ '2026-11-26 00:00:00+00', TIMESTAMPTZ '2026-11-26 00:00:00+00');
INSERT INTO service_categories (id, key, name_zh_hant, name_zh_hans, name_en, kind, deadline_days, active, version, created_at, updated_at)
VALUES ('51500000-0000-7000-8000-000000000004', 'certificate', '證明與補發', '证明与补发', 'Certificates and duplicates', 'service', 5, TRUE, 1, TIMESTAMPTZ '2026-11-26 00:00:00+00', TIMESTAMPTZ '2026-11-26 00:00:00+00');
INSERT INTO service_categories (id, key, name_zh_hant, name_zh_hans, name_en, kind, deadline_days, active, version, created_at, updated_at)
VALUES ('51500000-0000-7000-8000-000000000005', 'policy_review', '保單檢視', '保单检视', 'Policy review', 'service', 10, TRUE, 1, TIMESTAMPTZ '2026-11-26 00:00:00+00', TIMESTAMPTZ '2026-11-26 00:00:00+00');
INSERT INTO service_categories (id, key, name_zh_hant, name_zh_hans, name_en, kind, deadline_days, active, version, created_at, updated_at)
VALUES ('51500000-0000-7000-8000-000000000006', 'courtesy', '關懷與加值服務', '关怀与增值服务', 'Courtesy and added services', 'service', 5, TRUE, 1, TIMESTAMPTZ '2026-11-26 00:00:00+00', TIMESTAMPTZ '2026-11-26 00:00:00+00');
INSERT INTO service_categories (id, key, name_zh_hant, name_zh_hans, name_en, kind, deadline_days, active, version, created_at, updated_at)
VALUES ('51500000-0000-7000-8000-000000000007', 'conduct', '服務態度', '服务态度', 'Conduct of a colleague', 'complaint', 5, TRUE, 1, TIMESTAMPTZ '2026-11-26 00:00:00+00', TIMESTAMPTZ '2026-11-26 00:00:00+00');
INSERT INTO service_categories (id, key, name_zh_hant, name_zh_hans, name_en, kind, deadline_days, active, version, created_at, updated_at)
VALUES ('51500000-0000-7000-8000-000000000008', 'sales_practice', '招攬說明不清', '销售说明不清', 'How a policy was sold', 'complaint', 5, TRUE, 1, TIMESTAMPTZ '2026-11-26 00:00:00+00', TIMESTAMPTZ '2026-11-26 00:00:00+00');
INSERT INTO service_categories (id, key, name_zh_hant, name_zh_hans, name_en, kind, deadline_days, active, version, created_at, updated_at)
VALUES ('51500000-0000-7000-8000-000000000009', 'claim_dispute', '理賠爭議', '理赔争议', 'Dispute about a claim', 'complaint', 10, TRUE, 1, TIMESTAMPTZ '2026-11-26 00:00:00+00', TIMESTAMPTZ '2026-11-26 00:00:00+00');
INSERT INTO service_categories (id, key, name_zh_hant, name_zh_hans, name_en, kind, deadline_days, active, version, created_at, updated_at)
VALUES ('51500000-0000-7000-8000-000000000010', 'slow_service', '處理延誤', '处理延误', 'Something took too long', 'complaint', 3, TRUE, 1, TIMESTAMPTZ '2026-11-26 00:00:00+00', TIMESTAMPTZ '2026-11-26 00:00:00+00');

-- The last number that was given.
CREATE TABLE service_numbers (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    last BIGINT NOT NULL
);
INSERT INTO service_numbers (id, last) VALUES (1, 0);

CREATE TABLE service_requests (
    id UUID PRIMARY KEY,
    number BIGINT NOT NULL CONSTRAINT service_requests_number_key UNIQUE,
    customer_id UUID NOT NULL REFERENCES customers (id),
    category_id UUID NOT NULL REFERENCES service_categories (id),
    -- The category's, which never changes.
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('service', 'complaint')),
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('open', 'in_progress', 'answered', 'closed')),
    channel TEXT COLLATE "C" NOT NULL CHECK (channel IN ('phone', 'visit', 'message', 'counter', 'hotline')),
    description TEXT COLLATE "C" NOT NULL,
    complained_about_id UUID REFERENCES employees (id),
    -- Local days, and the month of the first for the figures.
    opened_on DATE NOT NULL,
    opened_month TEXT COLLATE "C" NOT NULL,
    due_on DATE NOT NULL,
    answer TEXT COLLATE "C",
    answered_at TIMESTAMPTZ,
    answer_days BIGINT CHECK (answer_days >= 0),
    closed_at TIMESTAMPTZ,
    reopened BIGINT NOT NULL CHECK (reopened >= 0),
    score BIGINT CHECK (score BETWEEN 1 AND 5),
    score_comment TEXT COLLATE "C",
    reminded_at TIMESTAMPTZ,
    escalated_at TIMESTAMPTZ,
    owner_id UUID NOT NULL REFERENCES employees (id),
    team_id UUID REFERENCES teams (id),
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT service_requests_about_check CHECK (complained_about_id IS NULL OR kind = 'complaint'),
    CONSTRAINT service_requests_handler_check CHECK (complained_about_id IS NULL OR complained_about_id <> owner_id),
    CONSTRAINT service_requests_answered_check CHECK ((answered_at IS NULL) = (state IN ('open', 'in_progress'))
        AND (answered_at IS NULL) = (answer IS NULL) AND (answered_at IS NULL) = (answer_days IS NULL)),
    CONSTRAINT service_requests_closed_check CHECK ((closed_at IS NOT NULL) = (state = 'closed')),
    CONSTRAINT service_requests_rated_check CHECK (score IS NULL OR state = 'closed')
);
-- Lists, by reach and sort; those that wait, the longest first.
CREATE INDEX service_requests_created ON service_requests (created_at, id);
CREATE INDEX service_requests_owner_created ON service_requests (owner_id, created_at, id);
CREATE INDEX service_requests_team_created ON service_requests (team_id, created_at, id);
CREATE INDEX service_requests_due ON service_requests (due_on, id);
CREATE INDEX service_requests_owner_due ON service_requests (owner_id, due_on, id);
CREATE INDEX service_requests_team_due ON service_requests (team_id, due_on, id);
CREATE INDEX service_requests_waiting ON service_requests (due_on, id) WHERE state IN ('open', 'in_progress');
CREATE INDEX service_requests_owner_waiting ON service_requests (owner_id, due_on, id) WHERE state IN ('open', 'in_progress');
CREATE INDEX service_requests_team_waiting ON service_requests (team_id, due_on, id) WHERE state IN ('open', 'in_progress');
CREATE INDEX service_requests_customer ON service_requests (customer_id, created_at, id);
CREATE INDEX service_requests_month ON service_requests (opened_month, team_id, owner_id);

-- Every step, none ever changed.
CREATE TABLE service_steps (
    id UUID PRIMARY KEY,
    request_id UUID NOT NULL REFERENCES service_requests (id),
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('opened', 'updated', 'started', 'transferred', 'answered', 'closed', 'reopened', 'rated', 'reminded', 'escalated')),
    note TEXT COLLATE "C",
    to_id UUID REFERENCES employees (id),
    score BIGINT CHECK (score BETWEEN 1 AND 5),
    channel TEXT COLLATE "C",
    by_id UUID REFERENCES employees (id),
    created_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX service_steps_request ON service_steps (request_id, created_at, id);
