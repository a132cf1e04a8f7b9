-- Whoever leads a team has thousands of duties, almost all of them the team's: in which others is stepped through here.
CREATE INDEX duty_occurrences_owner_team ON duty_occurrences (owner_id, team_id);
