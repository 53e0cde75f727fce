-- What was held of each list when. The only definition: the macro held_on and the pages ask it.

CREATE VIEW held_interval AS
    WITH held_day AS (
        SELECT list_id, published_on, snapshot_id, sha256, parties,
               lead(published_on) OVER (PARTITION BY list_id ORDER BY published_on) AS next_on,
               lag(published_on) OVER (PARTITION BY list_id ORDER BY published_on) AS previous_on
        FROM (
            FROM snapshot
            WHERE state = 'used'
            QUALIFY row_number() OVER (PARTITION BY list_id, published_on ORDER BY seen_at DESC, sha256 DESC) = 1
        )
    ), found AS (
        SELECT list_id, published_on AS held_from, published_on AS held_to, snapshot_id, published_on AS snapshot_before,
               sha256 AS sha256_before, parties, next_on AS snapshot_after, 'held of that day' AS held
        FROM held_day
        UNION ALL
        SELECT list_id, published_on + 1, next_on - 1, snapshot_id, published_on, sha256, parties, next_on,
               CASE WHEN next_on IS NULL THEN 'held up to an earlier day' ELSE 'held before and after' END
        FROM held_day
        WHERE next_on IS NULL OR next_on > published_on + 1
        UNION ALL
        SELECT l.list_id, NULL, min(s.published_on) - 1, NULL, NULL, NULL, NULL, min(s.published_on), 'not held yet'
        FROM official_list AS l
        LEFT JOIN held_day AS s USING (list_id)
        GROUP BY ALL
    )
    SELECT l.authority, i.*
    FROM found AS i
    JOIN official_list AS l USING (list_id)
    ORDER BY i.list_id, i.held_from NULLS FIRST;
COMMENT ON VIEW held_interval IS
    'For each list, from which day to which (both inclusive; NULL where open) what was held of it was the same: the snapshot in force and the next one.';
