-- Which figures did outlets print of one act, beside the official one?
-- For editors
SELECT x.authority, x.acted_on, o.parties AS official, c.outlet, c.count AS printed, c.unit, c.verdict, c.quote
FROM event_act AS x
JOIN official_act AS o ON o.authority = x.authority AND o.acted_on = x.acted_on
JOIN event_claim AS m USING (event_id)
JOIN claim_verdict AS c USING (claim_id)
WHERE c.count IS NOT NULL
ORDER BY x.acted_on, x.authority, c.outlet, c.quote;
