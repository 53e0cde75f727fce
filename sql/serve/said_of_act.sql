-- The claims about the official act of an authority on a day: what was printed, where, and the verdict on it.
-- As in act_press: no events that are only mentioned, and no claims about a period.
WITH told AS (
    SELECT x.event_id, list(DISTINCT x.role ORDER BY x.role) AS roles
    FROM event_act AS x JOIN event AS e USING (event_id)
    WHERE x.authority = $authority AND x.acted_on = CAST($day AS DATE) AND x.role <> 'period' AND e.status <> 'mentioned'
    GROUP BY x.event_id
)
SELECT c.claim_id, c.quote, p.passage, p.kind AS passage_kind, c.status, c.strength, c.count, c.unit, c.target_country,
       c.named_targets, c.article_date, a.outlet, a.title, a.url, c.attributed_to, v.verdict, v.claimed, v.found, v.residual, v.explanation, t.event_id, t.roles,
       count(*) OVER () AS entries
FROM told AS t
JOIN event_claim AS m ON m.event_id = t.event_id
JOIN claim AS c ON c.claim_id = m.claim_id
JOIN article AS a ON a.article_id = c.article_id
LEFT JOIN claim_passage AS p ON p.claim_id = c.claim_id
LEFT JOIN verdict AS v ON v.claim_id = c.claim_id
ORDER BY (c.strength = 'asserted') DESC, c.article_date, c.claim_id
LIMIT $limit OFFSET $offset;
