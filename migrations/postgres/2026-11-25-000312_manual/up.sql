-- The operations manual (5.2.2): a page for each stage of a case, in versions, and who has read the present one.
CREATE TABLE manual_pages (
    id UUID PRIMARY KEY,
    stage TEXT COLLATE "C" NOT NULL REFERENCES case_stages (key),
    number BIGINT NOT NULL CHECK (number > 0),
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('draft', 'current', 'superseded')),
    body_zh_hant TEXT COLLATE "C" NOT NULL,
    body_zh_hans TEXT COLLATE "C" NOT NULL,
    body_en TEXT COLLATE "C" NOT NULL,
    published_at TIMESTAMPTZ,
    published_by UUID REFERENCES employees (id),
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT manual_pages_stage_number_key UNIQUE (stage, number),
    CONSTRAINT manual_pages_published_check CHECK ((state = 'draft') = (published_at IS NULL))
);
-- One draft and one current version of a page.
CREATE UNIQUE INDEX manual_pages_one_draft ON manual_pages (stage) WHERE state = 'draft';
CREATE UNIQUE INDEX manual_pages_one_current ON manual_pages (stage) WHERE state = 'current';
CREATE INDEX manual_pages_created_at ON manual_pages (created_at, id);

CREATE TABLE manual_readings (
    page_id UUID NOT NULL REFERENCES manual_pages (id),
    employee_id UUID NOT NULL REFERENCES employees (id),
    read_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (page_id, employee_id)
);
