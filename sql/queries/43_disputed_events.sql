-- Of which events does the record contradict some claim, and what do the others say?
-- For compliance officers
SELECT e.event_id, e.authority, e.target_country, v.confirmed, v.contradicted, v.explanation
FROM event_verdict AS v JOIN event AS e USING (event_id)
WHERE v.contradicted > 0
ORDER BY e.event_id;
