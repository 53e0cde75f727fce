-- What came and was not believed, and why? Nothing here changed a designation.
-- For data engineers
SELECT list_id, refused_at AS moment, 'refused' AS state, reason, source_url FROM refusal
UNION ALL
SELECT list_id, seen_at, state, reason, source_url FROM snapshot WHERE state <> 'used'
ORDER BY ALL;
