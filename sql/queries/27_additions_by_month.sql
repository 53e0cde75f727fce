-- How many parties did each authority designate each month, by type?
-- For analysts
SELECT authority, month, sum(parties) AS parties, sum(individuals) AS individuals, sum(entities) AS entities
FROM additions_by_month
GROUP BY ALL
ORDER BY authority, month;
