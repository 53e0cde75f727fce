-- On which days was most added to a list? Entries of one list, of which an authority may have two.
-- For analysts
SELECT list_id, acted_on, acted_on_basis, sum(parties)::BIGINT AS entries
FROM action
WHERE action_kind = 'added'
GROUP BY ALL
ORDER BY entries DESC
LIMIT 20;
