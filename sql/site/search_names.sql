-- Every name by which a subject may be looked for, as published.
SELECT DISTINCT coalesce(s.subject_id, n.designation_id) AS subject_id, n.name AS text
FROM designation_name AS n LEFT JOIN subject_designation AS s USING (designation_id);
