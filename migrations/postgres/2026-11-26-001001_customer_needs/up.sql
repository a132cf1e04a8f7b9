-- What a customer needs cover for (5.1.3), in the order of `place`; written with their customer.
CREATE TABLE customer_needs (
    customer_id UUID NOT NULL REFERENCES customers (id),
    place BIGINT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('life', 'critical_illness', 'medical', 'long_term_care', 'accident', 'retirement',
        'education', 'savings', 'legacy', 'property', 'other')),
    cover_amount BIGINT CHECK (cover_amount >= 0),
    cover_currency TEXT COLLATE "C",
    wanted_by DATE,
    note TEXT COLLATE "C",
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('open', 'covered', 'declined')),
    PRIMARY KEY (customer_id, place),
    CONSTRAINT customer_needs_cover_check CHECK ((cover_amount IS NULL) = (cover_currency IS NULL))
);
CREATE INDEX customer_needs_open ON customer_needs (kind, customer_id) WHERE state = 'open';

-- There are some: they count towards a complete record as the text does.
ALTER TABLE customers ADD COLUMN needs_listed BOOLEAN NOT NULL DEFAULT FALSE;
