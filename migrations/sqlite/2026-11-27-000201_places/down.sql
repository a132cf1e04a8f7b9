DROP TABLE booking_incidents;
DROP TABLE booking_loans;
DROP TABLE bookings;
DROP TABLE places;
