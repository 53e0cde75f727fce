-- Who is linked to whom on a list?
-- For compliance officers
SELECT r.designation_id, d.primary_name, r.kind, r.related_name, r.related_designation_id
FROM designation_relationship AS r
JOIN designation AS d USING (designation_id)
WHERE r.is_current
ORDER BY d.primary_name
LIMIT 100;
