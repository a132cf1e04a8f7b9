DROP TABLE area_reviews;
