-- FollowTheMoney entities: one a subject, and one Sanction a designation; each as one JSON document.
WITH property AS (
    SELECT canonical_id, schema, prop, list(DISTINCT value ORDER BY value) AS value_list
    FROM statement GROUP BY ALL
),
seen AS (
    SELECT canonical_id, list(DISTINCT dataset ORDER BY dataset) AS datasets, min(first_seen) AS first_seen, max(last_seen) AS last_seen
    FROM statement GROUP BY ALL
),
caption AS (
    SELECT s.subject_id AS canonical_id, s.primary_name AS caption FROM subject AS s
)
SELECT to_json({
        'id': p.canonical_id, 'schema': any_value(p.schema),
        'caption': coalesce(any_value(c.caption), list_extract(any_value(p.value_list) FILTER (WHERE p.prop IN ('name', 'authority')), 1)),
        'datasets': any_value(s.datasets), 'first_seen': any_value(s.first_seen), 'last_seen': any_value(s.last_seen),
        'properties': map_from_entries(list({'k': p.prop, 'v': p.value_list} ORDER BY p.prop))
    })::VARCHAR AS line
FROM property AS p
JOIN seen AS s USING (canonical_id)
LEFT JOIN caption AS c USING (canonical_id)
GROUP BY p.canonical_id
ORDER BY p.canonical_id;
