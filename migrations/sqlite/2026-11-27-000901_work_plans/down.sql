DROP TABLE work_plan_revisions;
DROP TABLE work_goals;
DROP TABLE work_plans;
