DROP TABLE case_flags;
DROP TABLE case_moves;
DROP TABLE cases;
DROP TABLE case_stages;
