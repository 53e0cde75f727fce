-- What is held of each list as of today, held ones first, and the last day on which it changed.
SELECT s.*, c.last_change_on, b.published_on AS published_before
FROM list_status_on(current_date) AS s
LEFT JOIN (SELECT list_id, max(changed_on) AS last_change_on FROM change GROUP BY list_id) AS c USING (list_id)
LEFT JOIN (
    SELECT list_id, published_on
    FROM snapshot
    WHERE state = 'used'
    QUALIFY row_number() OVER (PARTITION BY list_id ORDER BY published_on DESC, seen_at DESC) = 2
) AS b USING (list_id)
ORDER BY s.snapshots = 0, s.list_id;
