-- Each quarter the deputy sums up the area (2.2.2).
CREATE TABLE area_reviews (
    id BLOB PRIMARY KEY,
    area_id BLOB NOT NULL REFERENCES areas (id),
    starts_on TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'published')),
    achievements TEXT NOT NULL,
    problems TEXT NOT NULL,
    improvements TEXT NOT NULL,
    author_id BLOB NOT NULL REFERENCES employees (id),
    published_at INTEGER,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CONSTRAINT area_reviews_quarter_key UNIQUE (area_id, starts_on),
    CONSTRAINT area_reviews_published_check CHECK ((state = 'draft') = (published_at IS NULL))
) STRICT;
CREATE INDEX area_reviews_starts ON area_reviews (starts_on, id);
