-- In which snapshots did a smaller share of parties have a field than in the one before, by a tenth or more?
-- For data engineers
SELECT c.list_id, c.published_on, s.state, c.field, round(lag(c.share) OVER by_day, 3) AS share_before, round(c.share, 3) AS share
FROM field_coverage AS c
JOIN snapshot AS s USING (snapshot_id)
WINDOW by_day AS (PARTITION BY c.list_id, c.field ORDER BY c.published_on, s.seen_at)
QUALIFY c.share < 0.9 * lag(c.share) OVER by_day
ORDER BY c.list_id, c.published_on, c.field;
