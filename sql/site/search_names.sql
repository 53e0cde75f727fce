-- Every name and number by which a subject may be looked for.
SELECT coalesce(s.subject_id, d.designation_id) AS subject_id, n.name AS said, n.name_latin AS latin, false AS is_reference
FROM designation_name AS n JOIN designation AS d USING (designation_id) LEFT JOIN subject_designation AS s USING (designation_id)
UNION
SELECT coalesce(s.subject_id, d.designation_id), i.value, NULL, true
FROM designation_identifier AS i JOIN designation AS d USING (designation_id) LEFT JOIN subject_designation AS s USING (designation_id)
UNION
SELECT coalesce(s.subject_id, d.designation_id), d.native_id, NULL, true
FROM designation AS d LEFT JOIN subject_designation AS s USING (designation_id);
