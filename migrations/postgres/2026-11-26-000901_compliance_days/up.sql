-- How clauses stood, day by day (1.3): a row where state or figure differ from the day before. Place is the department (empty), an area
-- (`a` and its id) or a team (`t` and its id).
CREATE TABLE compliance_days (
    place TEXT COLLATE "C" NOT NULL,
    clause TEXT COLLATE "C" NOT NULL,
    day DATE NOT NULL,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('met', 'at_risk', 'breached', 'no_data')),
    -- Which of the clause's figures was the worst.
    nth BIGINT NOT NULL,
    value DOUBLE PRECISION,
    unit TEXT COLLATE "C" CHECK (unit IN ('count', 'percent')),
    PRIMARY KEY (place, clause, day),
    CONSTRAINT compliance_days_figure_check CHECK ((value IS NULL) = (unit IS NULL))
);

-- Days on which all of it was looked at.
CREATE TABLE compliance_looks (
    day DATE PRIMARY KEY
);
