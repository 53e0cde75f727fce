SELECT d.* FROM designation AS d JOIN subject_designation AS s USING (designation_id)
WHERE s.subject_id = '{0}' ORDER BY listed_on;
