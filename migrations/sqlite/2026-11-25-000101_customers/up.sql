-- Customers (5.1.3). Phone and identity number are sealed; a keyed hash finds them, the tail is what a mask shows.
CREATE TABLE customers (
    id BLOB PRIMARY KEY,
    name TEXT NOT NULL,
    gender TEXT CHECK (gender IN ('female', 'male')),
    birthday TEXT,
    class TEXT CHECK (class IN ('a', 'b', 'c', 'd')),
    -- JSON array of words.
    tags TEXT NOT NULL,
    occupation TEXT,
    email TEXT,
    address TEXT,
    source TEXT,
    needs TEXT,
    phone_sealed TEXT,
    phone_hash TEXT CONSTRAINT customers_phone_hash_key UNIQUE,
    phone_tail TEXT,
    identity_sealed TEXT,
    identity_hash TEXT CONSTRAINT customers_identity_hash_key UNIQUE,
    identity_tail TEXT,
    -- What a search may begin with: the folded name, its pinyin, its pinyin's initials.
    name_key TEXT NOT NULL,
    pinyin TEXT NOT NULL,
    initials TEXT NOT NULL,
    completeness INTEGER NOT NULL CHECK (completeness BETWEEN 0 AND 100),
    owner_id BLOB NOT NULL REFERENCES employees (id),
    team_id BLOB REFERENCES teams (id),
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CONSTRAINT customers_phone_check CHECK ((phone_sealed IS NULL) = (phone_hash IS NULL)),
    CONSTRAINT customers_identity_check CHECK ((identity_sealed IS NULL) = (identity_hash IS NULL))
) STRICT;
-- Lists, by reach and sort. A search reads a range of the pinyin or of its initials.
CREATE INDEX customers_pinyin ON customers (pinyin, id);
CREATE INDEX customers_owner_pinyin ON customers (owner_id, pinyin, id);
CREATE INDEX customers_team_pinyin ON customers (team_id, pinyin, id);
CREATE INDEX customers_created_at ON customers (created_at, id);
CREATE INDEX customers_owner_created_at ON customers (owner_id, created_at, id);
CREATE INDEX customers_team_created_at ON customers (team_id, created_at, id);
CREATE INDEX customers_updated_at ON customers (updated_at, id);
CREATE INDEX customers_owner_updated_at ON customers (owner_id, updated_at, id);
CREATE INDEX customers_team_updated_at ON customers (team_id, updated_at, id);
CREATE INDEX customers_initials ON customers (initials, pinyin, id);
CREATE INDEX customers_owner_initials ON customers (owner_id, initials, pinyin, id);
CREATE INDEX customers_team_initials ON customers (team_id, initials, pinyin, id);
-- The same name and birthday may be the same person.
CREATE INDEX customers_name_birthday ON customers (name_key, birthday);
-- What the board counts.
CREATE INDEX customers_complete ON customers (team_id, owner_id, completeness);

-- Whole lists that are written with their customer, in the order of `place`.
CREATE TABLE customer_family (
    customer_id BLOB NOT NULL REFERENCES customers (id),
    place INTEGER NOT NULL,
    name TEXT NOT NULL,
    relation TEXT NOT NULL CHECK (relation IN ('spouse', 'child', 'parent', 'sibling', 'other')),
    birthday TEXT,
    occupation TEXT,
    PRIMARY KEY (customer_id, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE customer_policies (
    customer_id BLOB NOT NULL REFERENCES customers (id),
    place INTEGER NOT NULL,
    insurer TEXT NOT NULL,
    product TEXT NOT NULL,
    number TEXT,
    premium_amount INTEGER CHECK (premium_amount >= 0),
    premium_currency TEXT,
    paid TEXT CHECK (paid IN ('once', 'year', 'half_year', 'quarter', 'month')),
    due_on TEXT,
    state TEXT NOT NULL CHECK (state IN ('in_force', 'lapsed', 'ended')),
    PRIMARY KEY (customer_id, place),
    CONSTRAINT customer_policies_premium_check CHECK ((premium_amount IS NULL) = (premium_currency IS NULL))
) STRICT, WITHOUT ROWID;
