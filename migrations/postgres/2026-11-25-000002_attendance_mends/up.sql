-- The days a line was summed from, as JSON; a final statement answers them for its month. Empty where the line is older than this.
ALTER TABLE attendance_lines ADD COLUMN days TEXT COLLATE "C";
-- Counted for every statement of a page.
CREATE INDEX attendance_lines_counted ON attendance_lines (statement_id, team_id, employee_id, breach_count);
CREATE INDEX corrections_state ON corrections (state, created_at, id);
-- One's own objection can be taken back.
ALTER TABLE attendance_objections DROP CONSTRAINT attendance_objections_state_check;
ALTER TABLE attendance_objections ADD CONSTRAINT attendance_objections_state_check
    CHECK (state IN ('open', 'accepted', 'rejected', 'withdrawn'));
