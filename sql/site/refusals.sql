-- What was not taken in, newest first.
SELECT list_id, refused_at, source_url, sha256, bytes, reason FROM refusal ORDER BY list_id, refused_at DESC, reason;
