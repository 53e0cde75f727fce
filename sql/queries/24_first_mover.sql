-- How often does each authority list a shared party first, and how many days do the others take?
-- For analysts
SELECT first_mover, authority, count(*) AS parties, median(days_later) AS median_days_later
FROM subject_lag
WHERE authority <> first_mover
GROUP BY ALL
ORDER BY first_mover, authority;
