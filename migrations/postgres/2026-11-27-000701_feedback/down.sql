DROP TABLE talks;
DROP TABLE feedback;
