-- Which designations may a name in the press mean, and why?
-- For editors
SELECT t.name, t.score, t.designation_id, t.primary_name, t.listed_on, t.explanation, c.quote
FROM claim_target AS t
JOIN claim AS c USING (claim_id)
ORDER BY t.name, t.score DESC;
