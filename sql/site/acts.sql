-- The latest official acts, and the latest of which an article held tells, each with the events that tell of it.
WITH act AS (
    SELECT authority, acted_on, parties, individuals, entities, programmes, events, claims, figures, outlets, lag_days,
           row_number() OVER (ORDER BY acted_on DESC, authority) AS newest,
           CASE WHEN claims > 0 THEN row_number() OVER (PARTITION BY claims > 0 ORDER BY acted_on DESC, authority) END AS newest_told
    FROM act_press
)
SELECT a.*,
       (SELECT list(x.event_id ORDER BY e.claims DESC, x.event_id)
        FROM (SELECT DISTINCT event_id FROM event_act WHERE authority = a.authority AND acted_on = a.acted_on AND role <> 'period') AS x
        JOIN event AS e USING (event_id) WHERE e.status <> 'mentioned') AS event_ids
FROM act AS a
WHERE newest <= 5 OR newest_told <= 8
ORDER BY acted_on DESC, authority;
