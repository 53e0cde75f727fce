-- How did each event go, from the first call to the act, and who said what when?
-- For editors
SELECT m.event_id, c.article_date, c.status, coalesce(c.outlet, 'not known') AS outlet, c.attributed_to, c.quote, c.verdict
FROM event_claim AS m JOIN claim_verdict AS c USING (claim_id)
ORDER BY m.event_id, c.article_date, c.quote;
