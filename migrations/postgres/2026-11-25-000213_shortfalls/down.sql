DROP TABLE shortfall_checks;
DROP TABLE shortfalls;
DROP INDEX targets_unassessed;
ALTER TABLE targets DROP COLUMN assessed_on;
