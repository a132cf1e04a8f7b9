DROP TABLE target_nodes;
DROP TABLE targets;
DROP TABLE indicators;
