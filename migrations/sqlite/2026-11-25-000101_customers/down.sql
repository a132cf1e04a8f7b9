DROP TABLE customer_policies;
DROP TABLE customer_family;
DROP TABLE customers;
