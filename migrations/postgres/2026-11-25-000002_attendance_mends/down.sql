DELETE FROM attendance_objections WHERE state = 'withdrawn';
ALTER TABLE attendance_objections DROP CONSTRAINT attendance_objections_state_check;
ALTER TABLE attendance_objections ADD CONSTRAINT attendance_objections_state_check CHECK (state IN ('open', 'accepted', 'rejected'));
DROP INDEX corrections_state;
DROP INDEX attendance_lines_counted;
ALTER TABLE attendance_lines DROP COLUMN days;
