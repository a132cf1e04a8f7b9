-- Customers (5.1.3). Phone and identity number are sealed; a keyed hash finds them, the tail is what a mask shows.
CREATE TABLE customers (
    id UUID PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    gender TEXT COLLATE "C" CHECK (gender IN ('female', 'male')),
    birthday DATE,
    class TEXT COLLATE "C" CHECK (class IN ('a', 'b', 'c', 'd')),
    -- JSON array of words.
    tags TEXT COLLATE "C" NOT NULL,
    occupation TEXT COLLATE "C",
    email TEXT COLLATE "C",
    address TEXT COLLATE "C",
    source TEXT COLLATE "C",
    needs TEXT COLLATE "C",
    phone_sealed TEXT COLLATE "C",
    phone_hash TEXT COLLATE "C" CONSTRAINT customers_phone_hash_key UNIQUE,
    phone_tail TEXT COLLATE "C",
    identity_sealed TEXT COLLATE "C",
    identity_hash TEXT COLLATE "C" CONSTRAINT customers_identity_hash_key UNIQUE,
    identity_tail TEXT COLLATE "C",
    -- What a search may begin with: the folded name, its pinyin, its pinyin's initials.
    name_key TEXT COLLATE "C" NOT NULL,
    pinyin TEXT COLLATE "C" NOT NULL,
    initials TEXT COLLATE "C" NOT NULL,
    completeness BIGINT NOT NULL CHECK (completeness BETWEEN 0 AND 100),
    owner_id UUID NOT NULL REFERENCES employees (id),
    team_id UUID REFERENCES teams (id),
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT customers_phone_check CHECK ((phone_sealed IS NULL) = (phone_hash IS NULL)),
    CONSTRAINT customers_identity_check CHECK ((identity_sealed IS NULL) = (identity_hash IS NULL))
);
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
    customer_id UUID NOT NULL REFERENCES customers (id),
    place BIGINT NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    relation TEXT COLLATE "C" NOT NULL CHECK (relation IN ('spouse', 'child', 'parent', 'sibling', 'other')),
    birthday DATE,
    occupation TEXT COLLATE "C",
    PRIMARY KEY (customer_id, place)
);

CREATE TABLE customer_policies (
    customer_id UUID NOT NULL REFERENCES customers (id),
    place BIGINT NOT NULL,
    insurer TEXT COLLATE "C" NOT NULL,
    product TEXT COLLATE "C" NOT NULL,
    number TEXT COLLATE "C",
    premium_amount BIGINT CHECK (premium_amount >= 0),
    premium_currency TEXT COLLATE "C",
    paid TEXT COLLATE "C" CHECK (paid IN ('once', 'year', 'half_year', 'quarter', 'month')),
    due_on DATE,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('in_force', 'lapsed', 'ended')),
    PRIMARY KEY (customer_id, place),
    CONSTRAINT customer_policies_premium_check CHECK ((premium_amount IS NULL) = (premium_currency IS NULL))
);
