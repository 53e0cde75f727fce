-- How do the claims about each authority fare, outlet by outlet?
-- For editors
SELECT coalesce(outlet, 'not known') AS outlet, authority, strength, verdict, count(*) AS claims,
       sum(abs(residual))::BIGINT AS residual
FROM claim_verdict
GROUP BY ALL
ORDER BY ALL;
