-- The regulation, procedures and emergency plans (1, 2.2.2, 3.3.5): in versions, and who has read the one that holds.
CREATE TABLE documents (
    id UUID PRIMARY KEY,
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('regulation', 'procedure', 'emergency_plan')),
    title_zh_hant TEXT COLLATE "C" NOT NULL,
    title_zh_hans TEXT COLLATE "C" NOT NULL,
    title_en TEXT COLLATE "C" NOT NULL,
    -- The field of work; none: the manager's own.
    field TEXT COLLATE "C" CHECK (field IN ('people', 'business', 'finance', 'workplace', 'communication')),
    review_months BIGINT CHECK (review_months > 0),
    -- When the version that holds is to be looked at again.
    review_on DATE,
    drill_months BIGINT CHECK (drill_months > 0),
    active BOOLEAN NOT NULL,
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT documents_drill_check CHECK (drill_months IS NULL OR kind = 'emergency_plan'),
    CONSTRAINT documents_regulation_check CHECK (kind <> 'regulation' OR (active AND field IS NULL))
);
CREATE UNIQUE INDEX documents_one_regulation ON documents (kind) WHERE kind = 'regulation';
CREATE INDEX documents_created_at ON documents (created_at, id);

CREATE TABLE document_versions (
    id UUID PRIMARY KEY,
    document_id UUID NOT NULL REFERENCES documents (id),
    number BIGINT NOT NULL CHECK (number > 0),
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('draft', 'current', 'superseded')),
    note TEXT COLLATE "C",
    -- A JSON array, as the contract says.
    sections TEXT COLLATE "C" NOT NULL,
    published_at TIMESTAMPTZ,
    published_by UUID REFERENCES employees (id),
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT document_versions_number_key UNIQUE (document_id, number),
    CONSTRAINT document_versions_published_check CHECK ((state = 'draft') = (published_at IS NULL))
);
-- One draft and one current version of a document.
CREATE UNIQUE INDEX document_versions_one_draft ON document_versions (document_id) WHERE state = 'draft';
CREATE UNIQUE INDEX document_versions_one_current ON document_versions (document_id) WHERE state = 'current';
CREATE INDEX document_versions_created_at ON document_versions (created_at, id);

CREATE TABLE document_readings (
    version_id UUID NOT NULL REFERENCES document_versions (id),
    employee_id UUID NOT NULL REFERENCES employees (id),
    read_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (version_id, employee_id)
);
