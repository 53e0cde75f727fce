-- How many shared subjects one authority listed first, and the median of the days that the other took.
SELECT first_mover, authority, count(*) AS subjects, median(days_later)::BIGINT AS days
FROM subject_lag
WHERE authority <> first_mover
GROUP BY ALL
HAVING count(*) >= 5
ORDER BY first_mover, subjects DESC;
