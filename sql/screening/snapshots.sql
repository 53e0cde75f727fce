-- The snapshots on which an answer of today rests.
SELECT list_id, published_on, retrieved_at, sha256, state FROM list_status WHERE sha256 IS NOT NULL ORDER BY list_id;
