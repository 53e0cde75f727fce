-- Slices of so many parties each: from which id, and before which one; the last slice has no end.
SELECT canonical_id AS from_id, lead(canonical_id) OVER (ORDER BY canonical_id) AS before_id
FROM (SELECT canonical_id, row_number() OVER (ORDER BY canonical_id) AS place FROM (SELECT DISTINCT canonical_id FROM party))
WHERE (place - 1) % $parties = 0
ORDER BY from_id;
