-- What a team has of one state, and by when it was asked for, without reading all that the team has.
CREATE INDEX leave_requests_team_state ON leave_requests (team_id, state, starts_on, id);
CREATE INDEX leave_requests_team_created ON leave_requests (team_id, created_at, id);
CREATE INDEX approvals_team_state ON approvals (team_id, state, created_at, id);

-- The column needed a default to be added; a request without its day is refused from now on, as on PostgreSQL. Only the words of the
-- definition change: this is how SQLite takes a default away without rewriting the table.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, 'asked_on TEXT NOT NULL DEFAULT ''1970-01-01''', 'asked_on TEXT NOT NULL')
    WHERE type = 'table' AND name = 'leave_requests';
PRAGMA writable_schema = RESET;
