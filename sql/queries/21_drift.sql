-- What did the lists say that their readers do not know?
-- For data engineers
SELECT list_id, format, place, what, sum(occurrences)::BIGINT AS occurrences
FROM drift
GROUP BY ALL
ORDER BY occurrences DESC;
