-- Cases summed up by owner, stage and state (5.2.1), so that the pipeline's figures cost the same however many cases there are. Kept by
-- triggers: whoever writes a case can't forget them.
ALTER TABLE cases ADD COLUMN closed_year INTEGER;
CREATE TABLE case_sums (
    owner_id BLOB NOT NULL REFERENCES employees (id),
    team_id BLOB REFERENCES teams (id),
    state TEXT NOT NULL,
    stage TEXT NOT NULL,
    currency TEXT,
    -- In which they were closed, in the department's time; 0 of open ones.
    year INTEGER NOT NULL,
    count INTEGER NOT NULL,
    amount INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX case_sums_key ON case_sums (owner_id, year, state, stage, COALESCE(team_id, x''), COALESCE(currency, ''));
CREATE INDEX case_sums_team ON case_sums (team_id, year);
CREATE INDEX case_sums_year ON case_sums (year);
INSERT INTO case_sums (owner_id, team_id, state, stage, currency, year, count, amount)
SELECT owner_id, team_id, state, stage, premium_currency, COALESCE(CAST(strftime('%Y', closed_at / 1000000, 'unixepoch') AS INTEGER), 0), COUNT(*),
    COALESCE(SUM(premium_amount), 0)
FROM cases GROUP BY 1, 2, 3, 4, 5, 6;

CREATE TRIGGER case_sums_insert AFTER INSERT ON cases BEGIN
    INSERT INTO case_sums (owner_id, team_id, state, stage, currency, year, count, amount)
    VALUES (NEW.owner_id, NEW.team_id, NEW.state, NEW.stage, NEW.premium_currency,
        COALESCE(NEW.closed_year, CAST(strftime('%Y', NEW.closed_at / 1000000, 'unixepoch') AS INTEGER), 0), 1, COALESCE(NEW.premium_amount, 0))
    ON CONFLICT (owner_id, year, state, stage, COALESCE(team_id, x''), COALESCE(currency, ''))
    DO UPDATE SET count = count + excluded.count, amount = amount + excluded.amount;
END;
CREATE TRIGGER case_sums_delete AFTER DELETE ON cases BEGIN
    INSERT INTO case_sums (owner_id, team_id, state, stage, currency, year, count, amount)
    VALUES (OLD.owner_id, OLD.team_id, OLD.state, OLD.stage, OLD.premium_currency,
        COALESCE(OLD.closed_year, CAST(strftime('%Y', OLD.closed_at / 1000000, 'unixepoch') AS INTEGER), 0), -1, -COALESCE(OLD.premium_amount, 0))
    ON CONFLICT (owner_id, year, state, stage, COALESCE(team_id, x''), COALESCE(currency, ''))
    DO UPDATE SET count = count + excluded.count, amount = amount + excluded.amount;
END;
CREATE TRIGGER case_sums_update AFTER UPDATE ON cases
WHEN OLD.owner_id IS NOT NEW.owner_id OR OLD.team_id IS NOT NEW.team_id OR OLD.state IS NOT NEW.state OR OLD.stage IS NOT NEW.stage
    OR OLD.premium_currency IS NOT NEW.premium_currency OR OLD.premium_amount IS NOT NEW.premium_amount
    OR OLD.closed_at IS NOT NEW.closed_at OR OLD.closed_year IS NOT NEW.closed_year
BEGIN
    INSERT INTO case_sums (owner_id, team_id, state, stage, currency, year, count, amount)
    VALUES (OLD.owner_id, OLD.team_id, OLD.state, OLD.stage, OLD.premium_currency,
        COALESCE(OLD.closed_year, CAST(strftime('%Y', OLD.closed_at / 1000000, 'unixepoch') AS INTEGER), 0), -1, -COALESCE(OLD.premium_amount, 0))
    ON CONFLICT (owner_id, year, state, stage, COALESCE(team_id, x''), COALESCE(currency, ''))
    DO UPDATE SET count = count + excluded.count, amount = amount + excluded.amount;
    INSERT INTO case_sums (owner_id, team_id, state, stage, currency, year, count, amount)
    VALUES (NEW.owner_id, NEW.team_id, NEW.state, NEW.stage, NEW.premium_currency,
        COALESCE(NEW.closed_year, CAST(strftime('%Y', NEW.closed_at / 1000000, 'unixepoch') AS INTEGER), 0), 1, COALESCE(NEW.premium_amount, 0))
    ON CONFLICT (owner_id, year, state, stage, COALESCE(team_id, x''), COALESCE(currency, ''))
    DO UPDATE SET count = count + excluded.count, amount = amount + excluded.amount;
END;
