-- The index of paper files (3.1.2).
CREATE TABLE filing_entries (
    id UUID PRIMARY KEY,
    code TEXT COLLATE "C" NOT NULL,
    title TEXT COLLATE "C" NOT NULL,
    -- Code and title folded, for searching.
    search TEXT COLLATE "C" NOT NULL,
    category TEXT COLLATE "C" NOT NULL CHECK (category IN ('administration', 'personnel', 'business', 'finance', 'contract', 'other')),
    place_id UUID REFERENCES places (id),
    spot TEXT COLLATE "C" NOT NULL,
    keeper_id UUID NOT NULL REFERENCES employees (id),
    retain_until DATE,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('kept', 'out', 'destroyed')),
    out_to UUID REFERENCES employees (id),
    out_since DATE,
    destroyed_because TEXT COLLATE "C",
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT filing_entries_out_check CHECK ((state = 'out') = (out_to IS NOT NULL) AND (state = 'out') = (out_since IS NOT NULL)),
    CONSTRAINT filing_entries_destroyed_check CHECK ((state = 'destroyed') = (destroyed_because IS NOT NULL))
);
CREATE UNIQUE INDEX filing_entries_code_key ON filing_entries (code);
CREATE INDEX filing_entries_code ON filing_entries (code, id);
CREATE INDEX filing_entries_created_at ON filing_entries (created_at, id);
CREATE INDEX filing_entries_out ON filing_entries (out_to, out_since, id) WHERE state = 'out';
CREATE INDEX filing_entries_keeper ON filing_entries (keeper_id, retain_until, id) WHERE state <> 'destroyed';
