DELETE FROM attendance_objections WHERE state = 'withdrawn';
CREATE TABLE attendance_objections_new (
    id BLOB PRIMARY KEY,
    statement_id BLOB NOT NULL REFERENCES attendance_statements (id),
    employee_id BLOB NOT NULL REFERENCES employees (id),
    team_id BLOB,
    on_date TEXT,
    text TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'rejected')),
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
DROP INDEX corrections_state;
DROP INDEX attendance_lines_counted;
ALTER TABLE attendance_lines DROP COLUMN days;
