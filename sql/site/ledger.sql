-- The ledger: every claim on one row; those that the record decides first, and the newest first.
SELECT c.claim_id, v.verdict, c.quote, c.authority, c.status, c.target_country, coalesce(a.outlet, c.attributed_to) AS said_by,
       c.article_date, v.claimed, v.found, v.residual, c.count_text, v.fulfilled_on, c.article_id, a.title, a.outlet
FROM claim AS c
JOIN article AS a USING (article_id)
LEFT JOIN verdict AS v USING (claim_id)
ORDER BY coalesce(v.verdict IN ('confirmed', 'partly_confirmed', 'contradicted') OR v.fulfilled_on IS NOT NULL, false) DESC,
         c.article_date DESC NULLS LAST, c.claim_id;
