DROP INDEX duty_versions_place;
DROP INDEX duties_place;
ALTER TABLE duty_versions DROP COLUMN place_id;
ALTER TABLE duties DROP COLUMN place_id;
