-- Every snapshot of every list, newest first.
SELECT list_id, snapshot_id, sha256, published_on, published_on_basis, seen_at, retrieved_at, origin, source_url, bytes, format,
       parties, added, removed, not_understood, state, reason
FROM snapshot
ORDER BY list_id, seen_at DESC, snapshot_id;
