DROP INDEX customers_team_orphaned;
DROP INDEX customers_owner_orphaned;
DROP INDEX customers_orphaned;
ALTER TABLE customers DROP COLUMN orphaned;
