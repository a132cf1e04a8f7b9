DROP TABLE target_actuals;
