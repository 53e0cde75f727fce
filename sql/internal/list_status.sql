-- What is held of each list, held ones first, and the last day on which it changed.
SELECT s.*, c.last_change_on
FROM list_status AS s
LEFT JOIN (SELECT list_id, max(changed_on) AS last_change_on FROM change GROUP BY list_id) AS c USING (list_id)
ORDER BY s.snapshots = 0, s.list_id;
