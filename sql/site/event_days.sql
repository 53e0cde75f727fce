-- The events of each day: on which they are reported to have happened, or on which the official action of them is dated.
WITH day_of AS (
    SELECT event_id, acted_on AS day, 'act' AS how FROM event_action WHERE role <> 'period'
    UNION
    SELECT event_id, unnest(generate_series(told_from, least(told_to, told_from + INTERVAL 6 DAY), INTERVAL 1 DAY))::DATE AS day, 'told' AS how
    FROM event WHERE told_from IS NOT NULL
)
SELECT d.day, e.event_id, min(d.how) AS how
FROM day_of AS d JOIN event AS e USING (event_id)
WHERE e.status <> 'mentioned' OR d.how = 'act'
GROUP BY d.day, e.event_id
ORDER BY d.day, e.event_id;
