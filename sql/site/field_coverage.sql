-- Of the newest snapshot in use of each list: the share of parties with each field, beside the snapshot before it and the least and most ever.
WITH used AS (
    SELECT c.*, row_number() OVER (PARTITION BY c.list_id, c.field ORDER BY s.published_on DESC, s.seen_at DESC, c.snapshot_id DESC) AS age
    FROM field_coverage AS c
    JOIN snapshot AS s USING (snapshot_id)
    WHERE s.state = 'used'
)
SELECT list_id, field,
       max(parties) FILTER (WHERE age = 1) AS parties,
       max(share) FILTER (WHERE age = 1) AS share,
       max(share) FILTER (WHERE age = 2) AS share_before,
       min(share) AS least, max(share) AS most
FROM used
GROUP BY ALL
ORDER BY list_id, share DESC, field;
