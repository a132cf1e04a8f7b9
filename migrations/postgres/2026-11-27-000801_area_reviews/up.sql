-- Each quarter the deputy sums up the area (2.2.2).
CREATE TABLE area_reviews (
    id UUID PRIMARY KEY,
    area_id UUID NOT NULL REFERENCES areas (id),
    starts_on DATE NOT NULL,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('draft', 'published')),
    achievements TEXT COLLATE "C" NOT NULL,
    problems TEXT COLLATE "C" NOT NULL,
    improvements TEXT COLLATE "C" NOT NULL,
    author_id UUID NOT NULL REFERENCES employees (id),
    published_at TIMESTAMPTZ,
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT area_reviews_quarter_key UNIQUE (area_id, starts_on),
    CONSTRAINT area_reviews_published_check CHECK ((state = 'draft') = (published_at IS NULL))
);
CREATE INDEX area_reviews_starts ON area_reviews (starts_on, id);
