-- What is held of each list, and how old is it?
-- For compliance officers
SELECT list_id, state, origin, published_on, retrieved_at, parties, snapshots, first_held_on, reason
FROM list_status
ORDER BY list_id;
