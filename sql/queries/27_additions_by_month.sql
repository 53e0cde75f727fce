-- How many parties did each authority designate each month, by type?
-- For analysts
SELECT authority, month, sum(parties)::BIGINT AS parties, sum(individuals)::BIGINT AS individuals,
       sum(entities)::BIGINT AS entities
FROM additions_by_month
GROUP BY ALL
ORDER BY authority, month;
