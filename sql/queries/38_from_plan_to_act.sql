-- How long did plans take to be carried out?
-- For analysts
SELECT e.event_id, e.authority, e.target_country, e.first_reported_on AS planned_by, v.fulfilled_on,
       date_diff('day', e.first_reported_on, v.fulfilled_on) AS days
FROM event AS e JOIN event_verdict AS v USING (event_id)
WHERE v.fulfilled_on IS NOT NULL
ORDER BY days, e.event_id;
