-- Where in the register a duty is done; its name stands beside it as it was.
ALTER TABLE duties ADD COLUMN place_id BLOB REFERENCES places (id);
ALTER TABLE duty_versions ADD COLUMN place_id BLOB REFERENCES places (id);
CREATE INDEX duties_place ON duties (place_id, title, id) WHERE place_id IS NOT NULL;
CREATE INDEX duty_versions_place ON duty_versions (place_id, duty_id, version) WHERE place_id IS NOT NULL;
