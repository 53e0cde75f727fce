-- Which subjects are tied to Belarus, by every link, by each authority? Lists differ in what they state: Canada gives only a programme, so a question by nationality alone finds none of its Belarusians.
-- For analysts
SELECT c.link, d.authority, s.party_type, count(DISTINCT s.subject_id) AS subjects
FROM designation AS d
JOIN designation_country AS c USING (designation_id)
JOIN subject_designation USING (designation_id)
JOIN subject AS s USING (subject_id)
WHERE d.delisted_on IS NULL AND d.entry_kind = 'designation' AND c.is_current AND c.country = 'BY'
GROUP BY ALL
ORDER BY c.link, d.authority, s.party_type;
