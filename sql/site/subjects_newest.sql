-- The parties listed last.
SELECT d.party_id AS subject_id, d.primary_name AS name, d.list_id, d.listed_on, d.listed_on_basis
FROM designation_of_subject AS d
WHERE d.listed_on IS NOT NULL
ORDER BY d.listed_on DESC, d.primary_name, d.designation_id LIMIT 40;
