-- Which plans were carried out, and how long did it take?
-- For editors
SELECT authority, quote, article_date, fulfilled_on, fulfilled_on - article_date AS days
FROM claim_verdict
WHERE status IN ('planned', 'considered', 'called_for')
ORDER BY fulfilled_on NULLS LAST, claim_id;
