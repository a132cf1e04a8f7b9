-- The operations manual (5.2.2): a page for each stage of a case, in versions, and who has read the present one.
CREATE TABLE manual_pages (
    id BLOB PRIMARY KEY,
    stage TEXT NOT NULL REFERENCES case_stages (key),
    number INTEGER NOT NULL CHECK (number > 0),
    state TEXT NOT NULL CHECK (state IN ('draft', 'current', 'superseded')),
    body_zh_hant TEXT NOT NULL,
    body_zh_hans TEXT NOT NULL,
    body_en TEXT NOT NULL,
    published_at INTEGER,
    published_by BLOB REFERENCES employees (id),
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CONSTRAINT manual_pages_stage_number_key UNIQUE (stage, number),
    CONSTRAINT manual_pages_published_check CHECK ((state = 'draft') = (published_at IS NULL))
) STRICT;
-- One draft and one current version of a page.
CREATE UNIQUE INDEX manual_pages_one_draft ON manual_pages (stage) WHERE state = 'draft';
CREATE UNIQUE INDEX manual_pages_one_current ON manual_pages (stage) WHERE state = 'current';
CREATE INDEX manual_pages_created_at ON manual_pages (created_at, id);

CREATE TABLE manual_readings (
    page_id BLOB NOT NULL REFERENCES manual_pages (id),
    employee_id BLOB NOT NULL REFERENCES employees (id),
    read_at INTEGER NOT NULL,
    PRIMARY KEY (page_id, employee_id)
) STRICT, WITHOUT ROWID;
