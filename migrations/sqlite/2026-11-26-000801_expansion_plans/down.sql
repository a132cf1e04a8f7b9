DROP TABLE expansion_lines;
DROP TABLE expansion_plans;
