DROP INDEX approvals_team_state;
DROP INDEX leave_requests_team_created;
DROP INDEX leave_requests_team_state;
