-- Further numbers and addresses of a customer (5.1.3); phones are sealed as the customer's own.
CREATE TABLE customer_contacts (
    id UUID PRIMARY KEY,
    customer_id UUID NOT NULL REFERENCES customers (id),
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('phone', 'email', 'line', 'wechat', 'address', 'other')),
    label TEXT COLLATE "C",
    -- In clear, or sealed with what finds it and what its mask shows.
    value TEXT COLLATE "C",
    sealed TEXT COLLATE "C",
    hash TEXT COLLATE "C",
    tail TEXT COLLATE "C",
    CONSTRAINT customer_contacts_sealed_check CHECK ((kind = 'phone') = (sealed IS NOT NULL) AND (sealed IS NULL) = (value IS NOT NULL)
        AND (sealed IS NULL) = (hash IS NULL) AND (sealed IS NULL) = (tail IS NULL))
);
CREATE INDEX customer_contacts_customer ON customer_contacts (customer_id, id);
CREATE INDEX customer_contacts_hash ON customer_contacts (hash) WHERE hash IS NOT NULL;

-- Who bears a tag.
CREATE TABLE customer_tags (
    tag TEXT COLLATE "C" NOT NULL,
    customer_id UUID NOT NULL REFERENCES customers (id),
    PRIMARY KEY (tag, customer_id)
);
CREATE INDEX customer_tags_customer ON customer_tags (customer_id);
INSERT INTO customer_tags (tag, customer_id)
    SELECT DISTINCT j.value, c.id FROM customers c, jsonb_array_elements_text(c.tags::jsonb) j;

-- Two that look like one and aren't; a row for each direction.
CREATE TABLE customer_distinctions (
    one_id UUID NOT NULL REFERENCES customers (id),
    other_id UUID NOT NULL REFERENCES customers (id),
    because TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (one_id, other_id)
);

-- Records that were somebody's second one: what they said, and where their history is now.
CREATE TABLE customer_merges (
    id UUID PRIMARY KEY,
    kept_id UUID NOT NULL REFERENCES customers (id),
    -- JSON of the record as it was, its numbers sealed.
    record TEXT COLLATE "C" NOT NULL,
    because TEXT COLLATE "C" NOT NULL,
    at TIMESTAMPTZ NOT NULL
);
CREATE INDEX customer_merges_kept ON customer_merges (kept_id, at, id);

-- There is another record of the same name, and nothing that tells the two apart.
ALTER TABLE customers ADD COLUMN doubtful BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE customers SET doubtful = TRUE WHERE EXISTS (
    SELECT 1 FROM customers o WHERE o.name_key = customers.name_key AND o.id <> customers.id
        AND (o.birthday IS NULL OR customers.birthday IS NULL OR o.birthday = customers.birthday)
        AND (o.gender IS NULL OR customers.gender IS NULL OR o.gender = customers.gender)
        AND (o.phone_hash IS NULL OR customers.phone_hash IS NULL)
        AND (o.identity_hash IS NULL OR customers.identity_hash IS NULL));
CREATE INDEX customers_doubtful ON customers (pinyin, id) WHERE doubtful;
CREATE INDEX customers_owner_doubtful ON customers (owner_id, pinyin, id) WHERE doubtful;
CREATE INDEX customers_team_doubtful ON customers (team_id, pinyin, id) WHERE doubtful;
