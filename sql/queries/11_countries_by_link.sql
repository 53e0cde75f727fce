-- How many entries tied to Belarus had each list on a day: by nationality, address, programme? Each answers another question.
-- For analysts
SELECT c.link, d.list_id, d.party_type, count(DISTINCT d.designation_id) AS parties
FROM designations_on(DATE '2022-02-24') AS d
JOIN designation_country AS c USING (designation_id)
WHERE c.country = 'BY'
GROUP BY ALL
ORDER BY ALL;
