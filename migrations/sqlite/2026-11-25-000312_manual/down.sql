DROP TABLE manual_readings;
DROP TABLE manual_pages;
