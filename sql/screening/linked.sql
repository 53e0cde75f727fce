-- Subjects within two published links of some designations: who, by which relationship, on which list, and by way of whom.
WITH RECURSIVE links AS (
    SELECT DISTINCT r.designation_id AS one, r.related_designation_id AS other, r.kind, d.list_id
    FROM designation_relationship AS r JOIN designation AS d USING (designation_id)
    WHERE r.related_designation_id IS NOT NULL AND r.is_current
),
both_ways AS (
    SELECT one, other, kind, list_id, true AS is_stated FROM links
    UNION ALL SELECT other, one, kind, list_id, false FROM links
),
members AS (SELECT designation_id, subject_id FROM subject_designation),
reached AS (
    SELECT subject_id AS origin, subject_id, 0 AS steps, []::VARCHAR[] AS via, []::STRUCT(kind VARCHAR, list_id VARCHAR, stated_by VARCHAR, about VARCHAR)[] AS links
    FROM members WHERE designation_id IN (SELECT unnest($ids)) GROUP BY subject_id
    UNION
    SELECT r.origin, n.subject_id, r.steps + 1, list_append(r.via, r.subject_id),
           list_append(r.links, {'kind': b.kind, 'list_id': b.list_id,
                                 'stated_by': CASE WHEN b.is_stated THEN b.one ELSE b.other END,
                                 'about': CASE WHEN b.is_stated THEN b.other ELSE b.one END})
    FROM reached AS r
    JOIN members AS m USING (subject_id)
    JOIN both_ways AS b ON b.one = m.designation_id
    JOIN members AS n ON n.designation_id = b.other
    WHERE r.steps < 2 AND n.subject_id <> r.origin AND NOT list_contains(r.via, n.subject_id)
)
SELECT origin, r.subject_id, s.primary_name, s.party_type, r.steps, r.via, r.links
FROM reached AS r JOIN subject AS s USING (subject_id)
WHERE r.steps > 0
QUALIFY row_number() OVER (PARTITION BY origin, r.subject_id ORDER BY r.steps, r.links) = 1
ORDER BY origin, steps, primary_name, subject_id;
