DROP INDEX case_moves_created_at;
DROP TABLE inspection_steps;
DROP TABLE inspection_findings;
DROP TABLE inspections;
DROP TABLE inspection_draws;
DROP TABLE inspection_checklists;
DROP TABLE inspection_plans;
