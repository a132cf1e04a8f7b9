-- How much is late below somebody is counted from the index alone: whose it is stands in it.
DROP INDEX duty_occurrences_open;
DROP INDEX duty_occurrences_team_open;
CREATE INDEX duty_occurrences_open ON duty_occurrences (due_at, id, owner_id) WHERE state = 'open';
CREATE INDEX duty_occurrences_team_open ON duty_occurrences (team_id, due_at, id, owner_id) WHERE state = 'open';
