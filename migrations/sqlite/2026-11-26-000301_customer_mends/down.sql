DROP INDEX customers_team_doubtful;
DROP INDEX customers_owner_doubtful;
DROP INDEX customers_doubtful;
ALTER TABLE customers DROP COLUMN doubtful;
DROP TABLE customer_merges;
DROP TABLE customer_distinctions;
DROP TABLE customer_tags;
DROP TABLE customer_contacts;
