-- Further numbers and addresses of a customer (5.1.3); phones are sealed as the customer's own.
CREATE TABLE customer_contacts (
    id BLOB PRIMARY KEY,
    customer_id BLOB NOT NULL REFERENCES customers (id),
    kind TEXT NOT NULL CHECK (kind IN ('phone', 'email', 'line', 'wechat', 'address', 'other')),
    label TEXT,
    -- In clear, or sealed with what finds it and what its mask shows.
    value TEXT,
    sealed TEXT,
    hash TEXT,
    tail TEXT,
    CONSTRAINT customer_contacts_sealed_check CHECK ((kind = 'phone') = (sealed IS NOT NULL) AND (sealed IS NULL) = (value IS NOT NULL)
        AND (sealed IS NULL) = (hash IS NULL) AND (sealed IS NULL) = (tail IS NULL))
) STRICT;
CREATE INDEX customer_contacts_customer ON customer_contacts (customer_id, id);
CREATE INDEX customer_contacts_hash ON customer_contacts (hash) WHERE hash IS NOT NULL;

-- Who bears a tag.
CREATE TABLE customer_tags (
    tag TEXT NOT NULL,
    customer_id BLOB NOT NULL REFERENCES customers (id),
    PRIMARY KEY (tag, customer_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX customer_tags_customer ON customer_tags (customer_id);
INSERT OR IGNORE INTO customer_tags (tag, customer_id) SELECT j.value, c.id FROM customers c, json_each(c.tags) j;

-- Two that look like one and aren't; a row for each direction.
CREATE TABLE customer_distinctions (
    one_id BLOB NOT NULL REFERENCES customers (id),
    other_id BLOB NOT NULL REFERENCES customers (id),
    because TEXT NOT NULL,
    PRIMARY KEY (one_id, other_id)
) STRICT, WITHOUT ROWID;

-- Records that were somebody's second one: what they said, and where their history is now.
CREATE TABLE customer_merges (
    id BLOB PRIMARY KEY,
    kept_id BLOB NOT NULL REFERENCES customers (id),
    -- JSON of the record as it was, its numbers sealed.
    record TEXT NOT NULL,
    because TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX customer_merges_kept ON customer_merges (kept_id, at, id);

-- There is another record of the same name, and nothing that tells the two apart.
ALTER TABLE customers ADD COLUMN doubtful INTEGER NOT NULL DEFAULT 0 CHECK (doubtful IN (0, 1));
UPDATE customers SET doubtful = 1 WHERE EXISTS (
    SELECT 1 FROM customers o WHERE o.name_key = customers.name_key AND o.id <> customers.id
        AND (o.birthday IS NULL OR customers.birthday IS NULL OR o.birthday = customers.birthday)
        AND (o.gender IS NULL OR customers.gender IS NULL OR o.gender = customers.gender)
        AND (o.phone_hash IS NULL OR customers.phone_hash IS NULL)
        AND (o.identity_hash IS NULL OR customers.identity_hash IS NULL));
CREATE INDEX customers_doubtful ON customers (pinyin, id) WHERE doubtful;
CREATE INDEX customers_owner_doubtful ON customers (owner_id, pinyin, id) WHERE doubtful;
CREATE INDEX customers_team_doubtful ON customers (team_id, pinyin, id) WHERE doubtful;
