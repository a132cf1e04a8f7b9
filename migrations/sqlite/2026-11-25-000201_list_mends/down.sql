PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, 'asked_on TEXT NOT NULL', 'asked_on TEXT NOT NULL DEFAULT ''1970-01-01''')
    WHERE type = 'table' AND name = 'leave_requests';
PRAGMA writable_schema = RESET;
DROP INDEX approvals_team_state;
DROP INDEX leave_requests_team_created;
DROP INDEX leave_requests_team_state;
