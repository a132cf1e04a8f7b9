-- The index of paper files (3.1.2).
CREATE TABLE filing_entries (
    id BLOB PRIMARY KEY,
    code TEXT NOT NULL,
    title TEXT NOT NULL,
    -- Code and title folded, for searching.
    search TEXT NOT NULL,
    category TEXT NOT NULL CHECK (category IN ('administration', 'personnel', 'business', 'finance', 'contract', 'other')),
    place_id BLOB REFERENCES places (id),
    spot TEXT NOT NULL,
    keeper_id BLOB NOT NULL REFERENCES employees (id),
    retain_until TEXT,
    state TEXT NOT NULL CHECK (state IN ('kept', 'out', 'destroyed')),
    out_to BLOB REFERENCES employees (id),
    out_since TEXT,
    destroyed_because TEXT,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CONSTRAINT filing_entries_out_check CHECK ((state = 'out') = (out_to IS NOT NULL) AND (state = 'out') = (out_since IS NOT NULL)),
    CONSTRAINT filing_entries_destroyed_check CHECK ((state = 'destroyed') = (destroyed_because IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX filing_entries_code_key ON filing_entries (code);
CREATE INDEX filing_entries_code ON filing_entries (code, id);
CREATE INDEX filing_entries_created_at ON filing_entries (created_at, id);
CREATE INDEX filing_entries_out ON filing_entries (out_to, out_since, id) WHERE state = 'out';
CREATE INDEX filing_entries_keeper ON filing_entries (keeper_id, retain_until, id) WHERE state <> 'destroyed';
