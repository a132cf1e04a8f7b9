DROP TRIGGER case_sums_update ON cases;
DROP TRIGGER case_sums_delete ON cases;
DROP TRIGGER case_sums_insert ON cases;
DROP FUNCTION case_sums_keep();
DROP FUNCTION case_sums_add(cases, BIGINT);
DROP TABLE case_sums;
ALTER TABLE cases DROP COLUMN closed_year;
