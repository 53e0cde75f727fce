-- Who is linked to whom on a list?
-- For analysts
SELECT r.designation_id, d.primary_name, r.kind, coalesce(r.related_name, o.primary_name) AS related_name, r.related_designation_id
FROM designation_relationship AS r
JOIN designation AS d USING (designation_id)
LEFT JOIN designation AS o ON o.designation_id = r.related_designation_id
WHERE r.is_current
ORDER BY d.primary_name
LIMIT 100;
