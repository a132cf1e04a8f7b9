DROP TABLE drill_people;
DROP TABLE drills;
DROP TABLE action_items;
