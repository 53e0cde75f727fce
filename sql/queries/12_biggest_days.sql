-- On which days did an authority add most parties?
-- For analysts
SELECT list_id, acted_on, acted_on_basis, sum(parties)::BIGINT AS parties
FROM action
WHERE action_kind = 'added'
GROUP BY ALL
ORDER BY parties DESC
LIMIT 20;
