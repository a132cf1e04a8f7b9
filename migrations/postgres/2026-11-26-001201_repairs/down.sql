DROP TABLE repair_tickets;
