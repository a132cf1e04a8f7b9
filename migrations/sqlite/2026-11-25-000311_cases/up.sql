-- Cases (5.2.1): one sale for one customer, through the stages of the regulation.
-- The stages themselves are fixed; what each asks for is the department's.
CREATE TABLE case_stages (
    key TEXT PRIMARY KEY CHECK (key IN ('consultation', 'needs_analysis', 'solution_design', 'application', 'after_sales')),
    place INTEGER NOT NULL CONSTRAINT case_stages_place_key UNIQUE,
    name_zh_hant TEXT NOT NULL,
    name_zh_hans TEXT NOT NULL,
    name_en TEXT NOT NULL,
    -- JSON: what must be known of the case itself; fields; check-list items.
    needs TEXT NOT NULL,
    fields TEXT NOT NULL,
    checks TEXT NOT NULL,
    stuck_days INTEGER NOT NULL CHECK (stuck_days BETWEEN 1 AND 365),
    version INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO case_stages (key, place, name_zh_hant, name_zh_hans, name_en, needs, fields, checks, stuck_days, version, updated_at)
VALUES ('consultation', 1, '客戶諮詢', '客户咨询', 'Consultation', '[]',
    '[{"key":"concern","names":{"zh_hant":"客戶關心的事","zh_hans":"客户关心的事","en":"What the customer is concerned about"},"required":true},{"key":"contact","names":{"zh_hant":"聯絡方式與時間","zh_hans":"联系方式与时间","en":"How and when to reach them"},"required":false}]',
    '[{"key":"registration_shown","names":{"zh_hant":"出示業務員登錄證","zh_hans":"出示业务员登记证","en":"Registration card shown"},"required":true},{"key":"privacy_notice","names":{"zh_hant":"告知個資蒐集目的並取得同意","zh_hans":"告知个人信息收集目的并取得同意","en":"Privacy notice given, consent obtained"},"required":true}]',
    14, 1, 1795564800000000);
INSERT INTO case_stages (key, place, name_zh_hant, name_zh_hans, name_en, needs, fields, checks, stuck_days, version, updated_at)
VALUES ('needs_analysis', 2, '需求分析', '需求分析', 'Needs analysis', '[]',
    '[{"key":"protection_gap","names":{"zh_hant":"保障缺口","zh_hans":"保障缺口","en":"Protection gap"},"required":true},{"key":"budget","names":{"zh_hant":"可負擔的年繳保費","zh_hans":"可负担的年缴保费","en":"Yearly premium they can afford"},"required":true},{"key":"plans","names":{"zh_hant":"人生規劃與現有保障","zh_hans":"人生规划与现有保障","en":"Plans in life and present cover"},"required":false}]',
    '[{"key":"needs_form","names":{"zh_hant":"完成需求分析書","zh_hans":"完成需求分析书","en":"Needs analysis form completed"},"required":true},{"key":"risk_tolerance","names":{"zh_hant":"完成風險承受度評估","zh_hans":"完成风险承受度评估","en":"Risk tolerance assessed"},"required":true}]',
    21, 1, 1795564800000000);
INSERT INTO case_stages (key, place, name_zh_hant, name_zh_hans, name_en, needs, fields, checks, stuck_days, version, updated_at)
VALUES ('solution_design', 3, '方案設計', '方案设计', 'Solution design', '["product","expected_premium"]',
    '[{"key":"proposal","names":{"zh_hant":"建議方案","zh_hans":"建议方案","en":"Proposed solution"},"required":true},{"key":"reason","names":{"zh_hant":"推薦理由","zh_hans":"推荐理由","en":"Why this one"},"required":true}]',
    '[{"key":"suitability","names":{"zh_hant":"確認商品適合客戶","zh_hans":"确认产品适合客户","en":"Suitability confirmed"},"required":true},{"key":"costs_explained","names":{"zh_hant":"說明費用、解約損失與除外責任","zh_hans":"说明费用、退保损失与除外责任","en":"Costs, surrender losses and exclusions explained"},"required":true},{"key":"alternatives","names":{"zh_hant":"至少比較兩個方案","zh_hans":"至少比较两个方案","en":"At least two solutions compared"},"required":false}]',
    21, 1, 1795564800000000);
INSERT INTO case_stages (key, place, name_zh_hant, name_zh_hans, name_en, needs, fields, checks, stuck_days, version, updated_at)
VALUES ('application', 4, '投保辦理', '投保办理', 'Application', '["product","expected_premium","expected_close_on"]',
    '[{"key":"application_number","names":{"zh_hant":"要保書號碼","zh_hans":"投保单号码","en":"Application number"},"required":true},{"key":"payment","names":{"zh_hant":"繳費方式","zh_hans":"缴费方式","en":"How it is paid"},"required":true}]',
    '[{"key":"disclosure","names":{"zh_hant":"健康告知由客戶親自填寫","zh_hans":"健康告知由客户亲自填写","en":"Health disclosure filled in by the customer"},"required":true},{"key":"signed_in_person","names":{"zh_hant":"親見親簽","zh_hans":"亲见亲签","en":"Signed in person, in sight"},"required":true},{"key":"cooling_off","names":{"zh_hant":"說明契約撤銷權","zh_hans":"说明犹豫期","en":"Cooling-off period explained"},"required":true}]',
    30, 1, 1795564800000000);
INSERT INTO case_stages (key, place, name_zh_hant, name_zh_hans, name_en, needs, fields, checks, stuck_days, version, updated_at)
VALUES ('after_sales', 5, '售後服務', '售后服务', 'After-sales', '[]',
    '[{"key":"policy_number","names":{"zh_hant":"保單號碼","zh_hans":"保单号码","en":"Policy number"},"required":true},{"key":"delivered_on","names":{"zh_hant":"保單送達日","zh_hans":"保单送达日","en":"Day the policy was delivered"},"required":true},{"key":"wishes","names":{"zh_hant":"客戶的後續需求","zh_hans":"客户的后续需求","en":"What they still wish for"},"required":false}]',
    '[{"key":"receipt_signed","names":{"zh_hant":"客戶簽收保單回條","zh_hans":"客户签收保单回执","en":"Receipt of the policy signed"},"required":true},{"key":"cover_explained","names":{"zh_hant":"逐項說明保障內容","zh_hans":"逐项说明保障内容","en":"Cover explained item by item"},"required":true},{"key":"first_call","names":{"zh_hant":"完成首次回訪","zh_hans":"完成首次回访","en":"First follow-up call made"},"required":true}]',
    60, 1, 1795564800000000);

CREATE TABLE cases (
    id BLOB PRIMARY KEY,
    customer_id BLOB NOT NULL REFERENCES customers (id),
    stage TEXT NOT NULL REFERENCES case_stages (key),
    state TEXT NOT NULL CHECK (state IN ('open', 'won', 'lost')),
    product TEXT,
    premium_amount INTEGER CHECK (premium_amount >= 0),
    premium_currency TEXT,
    expected_close_on TEXT,
    next_step TEXT,
    -- JSON: stage, key, value; and stage, key, who, when.
    answers TEXT NOT NULL,
    ticks TEXT NOT NULL,
    lost_reason TEXT,
    -- Risk flags that keep it from moving.
    open_flags INTEGER NOT NULL CHECK (open_flags >= 0),
    stage_since INTEGER NOT NULL,
    closed_at INTEGER,
    owner_id BLOB NOT NULL REFERENCES employees (id),
    team_id BLOB REFERENCES teams (id),
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CONSTRAINT cases_premium_check CHECK ((premium_amount IS NULL) = (premium_currency IS NULL)),
    CONSTRAINT cases_closed_check CHECK ((state = 'open') = (closed_at IS NULL)),
    CONSTRAINT cases_lost_check CHECK ((state = 'lost') = (lost_reason IS NOT NULL))
) STRICT;
-- Lists, by reach and sort; a stage's column of the pipeline.
CREATE INDEX cases_stage_since ON cases (stage_since, id);
CREATE INDEX cases_owner_stage_since ON cases (owner_id, stage_since, id);
CREATE INDEX cases_team_stage_since ON cases (team_id, stage_since, id);
CREATE INDEX cases_updated_at ON cases (updated_at, id);
CREATE INDEX cases_owner_updated_at ON cases (owner_id, updated_at, id);
CREATE INDEX cases_team_updated_at ON cases (team_id, updated_at, id);
CREATE INDEX cases_stage ON cases (state, stage, stage_since, id);
CREATE INDEX cases_owner_stage ON cases (owner_id, state, stage, stage_since, id);
CREATE INDEX cases_team_stage ON cases (team_id, state, stage, stage_since, id);
CREATE INDEX cases_customer ON cases (customer_id, updated_at, id);
-- What was won and lost lately.
CREATE INDEX cases_closed ON cases (closed_at, state, team_id, owner_id);

-- Every move, with the version of the stage it was held to.
CREATE TABLE case_moves (
    id BLOB PRIMARY KEY,
    case_id BLOB NOT NULL REFERENCES cases (id),
    kind TEXT NOT NULL CHECK (kind IN ('opened', 'advanced', 'returned', 'won', 'lost')),
    from_stage TEXT REFERENCES case_stages (key),
    to_stage TEXT NOT NULL REFERENCES case_stages (key),
    stage_version INTEGER NOT NULL,
    note TEXT,
    moved_by BLOB REFERENCES employees (id),
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX case_moves_case ON case_moves (case_id, created_at, id);

-- Risk flags (5.2.4): while one is open its case doesn't move on.
CREATE TABLE case_flags (
    id BLOB PRIMARY KEY,
    case_id BLOB NOT NULL REFERENCES cases (id),
    reason TEXT NOT NULL,
    raised_by BLOB NOT NULL REFERENCES employees (id),
    cleared_by BLOB REFERENCES employees (id),
    cleared_at INTEGER,
    clearing_note TEXT,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    CONSTRAINT case_flags_cleared_check CHECK ((cleared_at IS NULL) = (cleared_by IS NULL) AND (cleared_at IS NULL) = (clearing_note IS NULL))
) STRICT;
CREATE INDEX case_flags_case ON case_flags (case_id, created_at, id);
