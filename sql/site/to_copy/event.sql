SELECT c.article_date, a.outlet, c.status, c.quote, v.verdict, v.claimed, v.found, m.score, m.reasons
FROM event_claim AS m
JOIN claim AS c USING (claim_id)
JOIN article AS a USING (article_id)
LEFT JOIN verdict AS v USING (claim_id)
WHERE m.event_id = '{}'
ORDER BY c.article_date, c.claim_id;
