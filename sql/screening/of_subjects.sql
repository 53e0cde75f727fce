-- The designations of some subjects, by the subject's id: query, designation_id, primary_name.
SELECT s.subject_id AS query, s.designation_id, d.primary_name
FROM subject_designation AS s JOIN designation AS d USING (designation_id)
WHERE s.subject_id IN (SELECT unnest($subjects))
ORDER BY ALL;
