-- Whom does a notice say was added that no list held shows, and what does it say of them?
-- For data engineers
SELECT e.acted_on, e.primary_name, e.party_type, e.programmes, [c.text FOR c IN e.countries] AS countries, n.source_url
FROM notice_entry AS e
JOIN notice AS n USING (notice_id)
WHERE e.act = 'added' AND e.designation_id IS NULL
ORDER BY e.acted_on, e.entry_id;
