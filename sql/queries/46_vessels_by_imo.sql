-- Which vessels are listed, by IMO number, by whom and since when?
-- For compliance officers
SELECT w.imo, w.name, w.aliases, w.authority, w.list_id, w.programmes, w.listed_on, w.listed_on_basis
FROM designation_wide AS w
WHERE w.party_type = 'vessel' AND w.is_current
ORDER BY w.imo NULLS LAST, w.listed_on;
