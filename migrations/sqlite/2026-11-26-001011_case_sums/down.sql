DROP TRIGGER case_sums_update;
DROP TRIGGER case_sums_delete;
DROP TRIGGER case_sums_insert;
DROP TABLE case_sums;
ALTER TABLE cases DROP COLUMN closed_year;
