DROP TABLE duty_occurrences;
DROP TABLE duty_versions;
DROP TABLE duty_rota;
DROP TABLE duties;
