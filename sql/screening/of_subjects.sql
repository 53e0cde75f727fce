-- The designations of some subjects, by the subject's id: query, designation_id, primary_name.
SELECT subject_id AS query, designation_id, primary_name
FROM designation_of_subject
WHERE subject_id IN (SELECT unnest($subjects))
ORDER BY ALL;
