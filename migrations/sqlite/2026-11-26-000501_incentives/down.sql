DROP TABLE incentive_awards;
DROP TABLE incentive_lines;
DROP TABLE incentive_proposals;
DROP TABLE incentive_runs;
DROP TABLE incentive_rules;
ALTER TABLE approvals DROP COLUMN beneficiaries;
