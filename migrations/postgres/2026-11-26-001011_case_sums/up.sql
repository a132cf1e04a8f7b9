-- Cases summed up by owner, stage and state (5.2.1), so that the pipeline's figures cost the same however many cases there are. Kept by
-- triggers: whoever writes a case can't forget them.
ALTER TABLE cases ADD COLUMN closed_year BIGINT;
CREATE TABLE case_sums (
    owner_id UUID NOT NULL REFERENCES employees (id),
    team_id UUID REFERENCES teams (id),
    state TEXT COLLATE "C" NOT NULL,
    stage TEXT COLLATE "C" NOT NULL,
    currency TEXT COLLATE "C",
    -- In which they were closed, in the department's time; 0 of open ones.
    year BIGINT NOT NULL,
    count BIGINT NOT NULL,
    amount BIGINT NOT NULL
);
CREATE UNIQUE INDEX case_sums_key ON case_sums (owner_id, year, state, stage, COALESCE(team_id, '00000000-0000-0000-0000-000000000000'::uuid),
    COALESCE(currency, ''));
CREATE INDEX case_sums_team ON case_sums (team_id, year);
CREATE INDEX case_sums_year ON case_sums (year);
INSERT INTO case_sums (owner_id, team_id, state, stage, currency, year, count, amount)
SELECT owner_id, team_id, state, stage, premium_currency, COALESCE(EXTRACT(YEAR FROM closed_at AT TIME ZONE 'UTC')::BIGINT, 0), COUNT(*),
    COALESCE(SUM(premium_amount), 0)
FROM cases GROUP BY 1, 2, 3, 4, 5, 6;

CREATE FUNCTION case_sums_add(c cases, sign BIGINT) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    in_year BIGINT := COALESCE(c.closed_year, EXTRACT(YEAR FROM c.closed_at AT TIME ZONE 'UTC')::BIGINT, 0);
    added BIGINT := sign * COALESCE(c.premium_amount, 0);
BEGIN
    INSERT INTO case_sums (owner_id, team_id, state, stage, currency, year, count, amount)
    VALUES (c.owner_id, c.team_id, c.state, c.stage, c.premium_currency, in_year, sign, added)
    ON CONFLICT (owner_id, year, state, stage, COALESCE(team_id, '00000000-0000-0000-0000-000000000000'::uuid), COALESCE(currency, ''))
    DO UPDATE SET count = case_sums.count + EXCLUDED.count, amount = case_sums.amount + EXCLUDED.amount;
END $$;
CREATE FUNCTION case_sums_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN PERFORM case_sums_add(OLD, -1); END IF;
    IF TG_OP <> 'DELETE' THEN PERFORM case_sums_add(NEW, 1); END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER case_sums_insert AFTER INSERT ON cases FOR EACH ROW EXECUTE FUNCTION case_sums_keep();
CREATE TRIGGER case_sums_delete AFTER DELETE ON cases FOR EACH ROW EXECUTE FUNCTION case_sums_keep();
CREATE TRIGGER case_sums_update AFTER UPDATE ON cases FOR EACH ROW
WHEN ((OLD.owner_id, OLD.team_id, OLD.state, OLD.stage, OLD.premium_currency, OLD.premium_amount, OLD.closed_at, OLD.closed_year)
    IS DISTINCT FROM (NEW.owner_id, NEW.team_id, NEW.state, NEW.stage, NEW.premium_currency, NEW.premium_amount, NEW.closed_at, NEW.closed_year))
EXECUTE FUNCTION case_sums_keep();
