-- What was held of each list, from which day to which.
SELECT list_id, held_from::VARCHAR AS held_from, held_to::VARCHAR AS held_to, snapshot_id,
       snapshot_before::VARCHAR AS snapshot_before, sha256_before, parties, snapshot_after::VARCHAR AS snapshot_after, held
FROM held_interval
ORDER BY list_id, held_from NULLS FIRST;
