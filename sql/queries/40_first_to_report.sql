-- Who reported each act first?
-- For editors
SELECT x.authority, x.acted_on, arg_min(coalesce(c.outlet, 'not known'), c.article_date) AS first_outlet,
       min(c.article_date) AS first_report_on, count(*) AS claims
FROM event_act AS x
JOIN event_claim AS m USING (event_id)
JOIN claim_verdict AS c USING (claim_id)
WHERE c.article_date >= x.acted_on
GROUP BY ALL
ORDER BY x.acted_on, x.authority;
