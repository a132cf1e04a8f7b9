DROP INDEX leave_entries_type;
DROP INDEX leave_requests_state;
DROP INDEX leave_requests_starts;
CREATE INDEX leave_requests_starts ON leave_requests (starts_on, id);
ALTER TABLE leave_requests DROP COLUMN asked_on;
