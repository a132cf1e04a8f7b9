-- What a customer needs cover for (5.1.3), in the order of `place`; written with their customer.
CREATE TABLE customer_needs (
    customer_id BLOB NOT NULL REFERENCES customers (id),
    place INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('life', 'critical_illness', 'medical', 'long_term_care', 'accident', 'retirement',
        'education', 'savings', 'legacy', 'property', 'other')),
    cover_amount INTEGER CHECK (cover_amount >= 0),
    cover_currency TEXT,
    wanted_by TEXT,
    note TEXT,
    state TEXT NOT NULL CHECK (state IN ('open', 'covered', 'declined')),
    PRIMARY KEY (customer_id, place),
    CONSTRAINT customer_needs_cover_check CHECK ((cover_amount IS NULL) = (cover_currency IS NULL))
) STRICT;
CREATE INDEX customer_needs_open ON customer_needs (kind, customer_id) WHERE state = 'open';

-- There are some: they count towards a complete record as the text does.
ALTER TABLE customers ADD COLUMN needs_listed INTEGER NOT NULL DEFAULT 0 CHECK (needs_listed IN (0, 1));
