DROP TABLE safety_inspections;
DROP TABLE safety_items;
