DROP TABLE risk_reviews;
DROP TABLE risks;
