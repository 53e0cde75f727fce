-- What is held of each list, held ones first.
SELECT * FROM list_status ORDER BY snapshots = 0, list_id;
