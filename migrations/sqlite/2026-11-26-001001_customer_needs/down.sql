ALTER TABLE customers DROP COLUMN needs_listed;
DROP TABLE customer_needs;
