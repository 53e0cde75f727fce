-- Every subject as a result of a search shows it.
SELECT d.party_id AS subject_id, coalesce(any_value(p.primary_name), min(d.primary_name)) AS name,
       coalesce(any_value(p.party_type), min(d.party_type)) AS party_type, count(DISTINCT d.list_id) AS lists,
       list(DISTINCT d.authority ORDER BY d.authority) AS authorities, bool_or(d.delisted_on IS NULL) AS in_force
FROM designation_of_subject AS d
LEFT JOIN subject AS p USING (subject_id)
GROUP BY ALL
ORDER BY subject_id;
