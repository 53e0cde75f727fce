-- FollowTheMoney entities of a slice of parties: one a subject, and one Sanction a designation; each as one JSON document.
WITH said AS MATERIALIZED (FROM statement($from_id, $before_id)),
property AS (
    SELECT canonical_id, any_value(schema) AS schema, prop, list(DISTINCT value ORDER BY value) AS value_list
    FROM said GROUP BY canonical_id, prop
),
seen AS (
    SELECT canonical_id, any_value(party_id) AS party_id, list(DISTINCT dataset ORDER BY dataset) AS datasets, min(first_seen) AS first_seen, max(last_seen) AS last_seen
    FROM said GROUP BY canonical_id
),
caption AS (
    SELECT canonical_id, any_value(subject_name) AS caption FROM party GROUP BY canonical_id
)
SELECT to_json({
        'id': p.canonical_id, 'schema': any_value(p.schema),
        'caption': coalesce(any_value(c.caption), any_value(p.value_list[1]) FILTER (WHERE p.prop = 'authority')),
        'datasets': any_value(s.datasets), 'first_seen': any_value(s.first_seen), 'last_seen': any_value(s.last_seen),
        'properties': map_from_entries(list({'k': p.prop, 'v': p.value_list} ORDER BY p.prop))
    })::VARCHAR AS line
FROM property AS p
JOIN seen AS s USING (canonical_id)
LEFT JOIN caption AS c USING (canonical_id)
GROUP BY p.canonical_id
ORDER BY any_value(s.party_id), p.canonical_id;
