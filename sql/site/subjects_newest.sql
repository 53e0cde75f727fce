-- The parties listed last.
SELECT coalesce(s.subject_id, d.designation_id) AS subject_id, d.primary_name AS name, d.list_id, d.listed_on, d.listed_on_basis
FROM designation AS d LEFT JOIN subject_designation AS s USING (designation_id)
WHERE d.listed_on IS NOT NULL
ORDER BY d.listed_on DESC, d.primary_name, d.designation_id LIMIT 40;
