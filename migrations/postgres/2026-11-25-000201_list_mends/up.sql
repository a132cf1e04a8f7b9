-- What a team has of one state, and by when it was asked for, without reading all that the team has.
CREATE INDEX leave_requests_team_state ON leave_requests (team_id, state, starts_on, id);
CREATE INDEX leave_requests_team_created ON leave_requests (team_id, created_at, id);
CREATE INDEX approvals_team_state ON approvals (team_id, state, created_at, id);
