-- Which programmes does the press tell of most, and which least?
-- For analysts
SELECT programme, sum(claims)::BIGINT AS claims, count(*) AS acts, sum(parties)::BIGINT AS parties
FROM (SELECT unnest(programmes) AS programme, claims, parties FROM act_press)
GROUP BY ALL
ORDER BY claims DESC, parties DESC, programme;
