-- How clauses stood, day by day (1.3): a row where state or figure differ from the day before. Place is the department (empty), an area
-- (`a` and its id) or a team (`t` and its id).
CREATE TABLE compliance_days (
    place TEXT NOT NULL,
    clause TEXT NOT NULL,
    day TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('met', 'at_risk', 'breached', 'no_data')),
    -- Which of the clause's figures was the worst.
    nth INTEGER NOT NULL,
    value REAL,
    unit TEXT CHECK (unit IN ('count', 'percent')),
    PRIMARY KEY (place, clause, day),
    CONSTRAINT compliance_days_figure_check CHECK ((value IS NULL) = (unit IS NULL))
) STRICT;

-- Days on which all of it was looked at.
CREATE TABLE compliance_looks (
    day TEXT PRIMARY KEY
) STRICT;
