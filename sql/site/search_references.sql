-- Every number and reference by which a subject may be looked for.
SELECT coalesce(s.subject_id, i.designation_id) AS subject_id, i.value AS text
FROM designation_identifier AS i LEFT JOIN subject_designation AS s USING (designation_id)
UNION
SELECT coalesce(s.subject_id, d.designation_id), d.native_id
FROM designation AS d LEFT JOIN subject_designation AS s USING (designation_id);
