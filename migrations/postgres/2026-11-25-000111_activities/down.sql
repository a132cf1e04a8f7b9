DROP INDEX customers_team_due;
DROP INDEX customers_owner_due;
DROP INDEX customers_due;
ALTER TABLE customers DROP COLUMN due_on;
ALTER TABLE customers DROP COLUMN agreed_on;
ALTER TABLE customers DROP COLUMN last_contact_on;
DROP TABLE follow_up_reminders;
DROP TABLE follow_up_rules;
DROP TABLE activities;
