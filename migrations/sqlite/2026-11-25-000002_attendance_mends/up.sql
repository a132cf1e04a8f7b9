-- The days a line was summed from, as JSON; a final statement answers them for its month. Empty where the line is older than this.
ALTER TABLE attendance_lines ADD COLUMN days TEXT;
-- Counted for every statement of a page.
CREATE INDEX attendance_lines_counted ON attendance_lines (statement_id, team_id, employee_id, breach_count);
CREATE INDEX corrections_state ON corrections (state, created_at, id);
-- One's own objection can be taken back.
CREATE TABLE attendance_objections_new (
    id BLOB PRIMARY KEY,
    statement_id BLOB NOT NULL REFERENCES attendance_statements (id),
    employee_id BLOB NOT NULL REFERENCES employees (id),
    team_id BLOB,
    on_date TEXT,
    text TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'rejected', 'withdrawn')),
    answer TEXT,
    answered_by BLOB,
    answered_at INTEGER,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
INSERT INTO attendance_objections_new SELECT id, statement_id, employee_id, team_id, on_date, text, state, answer, answered_by, answered_at,
    version, created_at FROM attendance_objections;
DROP TABLE attendance_objections;
ALTER TABLE attendance_objections_new RENAME TO attendance_objections;
CREATE INDEX attendance_objections_statement ON attendance_objections (statement_id, created_at, id);
CREATE INDEX attendance_objections_team ON attendance_objections (team_id, created_at, id);
CREATE INDEX attendance_objections_employee ON attendance_objections (employee_id, created_at, id);
