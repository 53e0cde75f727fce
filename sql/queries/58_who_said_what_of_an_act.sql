-- Who said what about sanctions on Belarusians, through whom, and what does the record say of it?
-- For editors
SELECT s.article_date, s.speaker, s.office, s.through, s.verb, s.words, v.verdict
FROM statement AS s
JOIN statement_claim AS k USING (statement_id)
JOIN claim AS c USING (claim_id)
LEFT JOIN verdict AS v USING (claim_id)
WHERE c.target_country = 'BY'
ORDER BY s.article_date, s.article_id, s.words_start;
