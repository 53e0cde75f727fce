-- The parties that most authorities list.
SELECT subject_id, primary_name AS name, authorities, lists
FROM subject ORDER BY len(authorities) DESC, lists DESC, primary_name, subject_id LIMIT 40;
