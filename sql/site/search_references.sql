-- Every number and reference by which a subject may be looked for.
SELECT coalesce(s.subject_id, i.designation_id) AS subject_id, i.value AS text
FROM designation_identifier AS i LEFT JOIN subject_designation AS s USING (designation_id)
UNION
SELECT party_id, native_id FROM designation_of_subject;
