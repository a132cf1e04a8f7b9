DROP TABLE event_invitations;
DROP TABLE customer_events;
