DROP TABLE compliance_looks;
DROP TABLE compliance_days;
