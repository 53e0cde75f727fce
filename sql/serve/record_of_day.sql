-- What is held of each list, or of those of one authority, on a day.
SELECT list_id, authority, snapshot_before, sha256_before, snapshot_after, held
FROM held_on($day)
WHERE $authority IS NULL OR authority = $authority
ORDER BY list_id;
