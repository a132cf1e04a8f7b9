-- Inspections of business (5.2.3). Place is the team, or nothing for every team without a plan of its own.
CREATE TABLE inspection_plans (
    id BLOB PRIMARY KEY,
    team_id BLOB REFERENCES teams (id),
    place TEXT NOT NULL,
    percent INTEGER NOT NULL CHECK (percent BETWEEN 1 AND 100),
    least INTEGER NOT NULL CHECK (least BETWEEN 0 AND 100),
    from_month TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CONSTRAINT inspection_plans_place_from_month_key UNIQUE (place, from_month)
) STRICT;
CREATE INDEX inspection_plans_created_at ON inspection_plans (created_at, id);

-- One row: what inspections look at, as JSON.
CREATE TABLE inspection_checklists (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    items TEXT NOT NULL,
    version INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
INSERT INTO inspection_checklists (id, items, version, updated_at) VALUES (1,
    '[{"key":"identity_checked","names":{"zh_hant":"客戶身分與親簽已確認","zh_hans":"客户身份与亲签已确认","en":"Identity and own signature confirmed"}},{"key":"needs_documented","names":{"zh_hant":"需求分析有記錄且與方案相符","zh_hans":"需求分析有记录且与方案相符","en":"Needs are documented and fit the solution"}},{"key":"terms_explained","names":{"zh_hant":"費用、解約損失與除外責任已說明","zh_hans":"费用、退保损失与除外责任已说明","en":"Costs, surrender losses and exclusions explained"}},{"key":"papers_complete","names":{"zh_hant":"文件齊全、保管妥當","zh_hans":"文件齐全、保管妥当","en":"Papers complete and kept safely"}},{"key":"follow_up_kept","names":{"zh_hant":"後續服務與聯繫按期進行","zh_hans":"后续服务与联系按期进行","en":"Service and follow-up kept"}}]',
    1, 1795651200000000);

-- A team's sample of a month, with the number it was drawn by.
CREATE TABLE inspection_draws (
    id BLOB PRIMARY KEY,
    team_id BLOB NOT NULL REFERENCES teams (id),
    month TEXT NOT NULL,
    percent INTEGER NOT NULL,
    least INTEGER NOT NULL,
    seed INTEGER NOT NULL,
    cases INTEGER NOT NULL,
    drawn INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    CONSTRAINT inspection_draws_team_id_month_key UNIQUE (team_id, month)
) STRICT;
CREATE INDEX inspection_draws_created_at ON inspection_draws (created_at, id);
CREATE INDEX inspection_draws_team ON inspection_draws (team_id, created_at, id);

CREATE TABLE inspections (
    id BLOB PRIMARY KEY,
    case_id BLOB NOT NULL REFERENCES cases (id),
    owner_id BLOB NOT NULL REFERENCES employees (id),
    team_id BLOB NOT NULL REFERENCES teams (id),
    inspector_id BLOB NOT NULL REFERENCES employees (id),
    draw_id BLOB REFERENCES inspection_draws (id),
    reason TEXT,
    state TEXT NOT NULL CHECK (state IN ('open', 'passed', 'findings', 'closed')),
    due_on TEXT NOT NULL,
    answers TEXT NOT NULL,
    summary TEXT,
    open_findings INTEGER NOT NULL CHECK (open_findings >= 0),
    inspected_at INTEGER,
    reminded_at INTEGER,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CONSTRAINT inspections_draw_case_key UNIQUE (draw_id, case_id),
    CONSTRAINT inspections_inspector_check CHECK (inspector_id <> owner_id),
    CONSTRAINT inspections_reason_check CHECK ((draw_id IS NULL) = (reason IS NOT NULL)),
    CONSTRAINT inspections_done_check CHECK ((inspected_at IS NULL) = (state = 'open') AND (open_findings > 0) = (state = 'findings'))
) STRICT;
CREATE INDEX inspections_created_at ON inspections (created_at, id);
CREATE INDEX inspections_owner ON inspections (owner_id, created_at, id);
CREATE INDEX inspections_team ON inspections (team_id, created_at, id);
CREATE INDEX inspections_case ON inspections (case_id, created_at, id);
CREATE INDEX inspections_open ON inspections (due_on, id) WHERE state = 'open';
CREATE INDEX inspections_inspector_open ON inspections (inspector_id, due_on, id) WHERE state = 'open';

CREATE TABLE inspection_findings (
    id BLOB PRIMARY KEY,
    inspection_id BLOB NOT NULL REFERENCES inspections (id),
    case_id BLOB NOT NULL REFERENCES cases (id),
    owner_id BLOB NOT NULL REFERENCES employees (id),
    team_id BLOB NOT NULL REFERENCES teams (id),
    description TEXT NOT NULL,
    severity TEXT NOT NULL CHECK (severity IN ('minor', 'major')),
    state TEXT NOT NULL CHECK (state IN ('open', 'rectified', 'closed')),
    rectify_by TEXT NOT NULL,
    rectification TEXT,
    rectified_by BLOB REFERENCES employees (id),
    refused INTEGER NOT NULL CHECK (refused >= 0),
    reminded_at INTEGER,
    closed_at INTEGER,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CONSTRAINT inspection_findings_closed_check CHECK ((closed_at IS NOT NULL) = (state = 'closed'))
) STRICT;
CREATE INDEX inspection_findings_created_at ON inspection_findings (created_at, id);
CREATE INDEX inspection_findings_owner ON inspection_findings (owner_id, created_at, id);
CREATE INDEX inspection_findings_team ON inspection_findings (team_id, created_at, id);
CREATE INDEX inspection_findings_inspection ON inspection_findings (inspection_id, created_at, id);
CREATE INDEX inspection_findings_case ON inspection_findings (case_id, state);
CREATE INDEX inspection_findings_open ON inspection_findings (rectify_by, id) WHERE state IN ('open', 'rectified');
CREATE INDEX inspection_findings_owner_open ON inspection_findings (owner_id, rectify_by, id) WHERE state = 'open';

-- Every step, none ever changed.
CREATE TABLE inspection_steps (
    id BLOB PRIMARY KEY,
    inspection_id BLOB NOT NULL REFERENCES inspections (id),
    finding_id BLOB REFERENCES inspection_findings (id),
    kind TEXT NOT NULL CHECK (kind IN ('drawn', 'ordered', 'assigned', 'inspected', 'rectified', 'sent_back', 'accepted', 'transferred', 'reminded')),
    note TEXT,
    to_id BLOB REFERENCES employees (id),
    by_id BLOB REFERENCES employees (id),
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX inspection_steps_inspection ON inspection_steps (inspection_id, created_at, id);
-- The cases of a month, to be drawn from.
CREATE INDEX case_moves_created_at ON case_moves (created_at, case_id);
