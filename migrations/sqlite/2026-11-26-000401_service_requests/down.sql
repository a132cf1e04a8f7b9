DROP TABLE service_steps;
DROP TABLE service_requests;
DROP TABLE service_numbers;
DROP TABLE service_categories;
