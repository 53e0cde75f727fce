SELECT * FROM designation_of_subject WHERE subject_id = '{0}' ORDER BY listed_on;
