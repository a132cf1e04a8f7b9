-- The day from which notice is counted; until now it was when the request was made. SQLite adds a required column only with a
-- default: every insert names its own.
ALTER TABLE leave_requests ADD COLUMN asked_on TEXT NOT NULL DEFAULT '1970-01-01';
UPDATE leave_requests SET asked_on = date(created_at / 1000000, 'unixepoch');

-- Who is away between two days is answered from the index alone, and what waits or is approved by its first day.
DROP INDEX leave_requests_starts;
CREATE INDEX leave_requests_starts ON leave_requests (starts_on, id, ends_on);
CREATE INDEX leave_requests_state ON leave_requests (state, starts_on, id);
CREATE INDEX leave_entries_type ON leave_entries (leave_type_id, year, created_at, id);
