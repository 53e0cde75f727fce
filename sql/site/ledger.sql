-- The ledger: every claim on one row, newest first.
SELECT c.claim_id, v.verdict, c.quote, c.authority, c.status, c.target_country, coalesce(a.outlet, c.attributed_to) AS said_by,
       c.article_date, v.claimed, v.found, v.residual, c.count_text
FROM claim AS c
JOIN article AS a USING (article_id)
LEFT JOIN verdict AS v USING (claim_id)
ORDER BY c.article_date DESC NULLS LAST, c.claim_id;
