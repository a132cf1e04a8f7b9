-- The owner has left: the customer has to be handed over (5.1.3).
ALTER TABLE customers ADD COLUMN orphaned INTEGER NOT NULL DEFAULT 0 CHECK (orphaned IN (0, 1));
UPDATE customers SET orphaned = 1 WHERE owner_id IN (SELECT id FROM employees WHERE status = 'inactive');
CREATE INDEX customers_orphaned ON customers (pinyin, id) WHERE orphaned;
CREATE INDEX customers_owner_orphaned ON customers (owner_id, pinyin, id) WHERE orphaned;
CREATE INDEX customers_team_orphaned ON customers (team_id, pinyin, id) WHERE orphaned;
