-- The parties that claims name.
SELECT coalesce(s.subject_id, e.designation_id) AS subject_id, any_value(coalesce(p.primary_name, e.primary_name) ORDER BY e.designation_id) AS name,
       count(DISTINCT e.claim_id) AS claims
FROM verdict_evidence AS e
LEFT JOIN subject_designation AS s USING (designation_id)
LEFT JOIN subject AS p USING (subject_id)
WHERE e.role = 'named'
GROUP BY ALL ORDER BY claims DESC, name, subject_id LIMIT 40;
