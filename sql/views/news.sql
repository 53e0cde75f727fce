-- Reports and the outlets that print them; days of GDELT.

CREATE VIEW report AS
    SELECT o.article_id, o.published_on, o.title, o.outlet,
           list_sort(list_distinct(list(a.outlet))) AS outlets,
           list_sort(list_distinct(list(a.url))) AS urls,
           count(*) AS printed,
           min(a.published_on) AS first_on, max(a.published_on) AS last_on
    FROM article AS o JOIN article AS a ON a.article_id = o.article_id OR a.copy_of = o.article_id
    WHERE o.state = 'read'
    GROUP BY o.article_id, o.published_on, o.title, o.outlet;
COMMENT ON VIEW report IS 'Each article once, with all outlets that print it or a copy of it, and how often it was printed.';

CREATE VIEW printed_claim AS
    SELECT c.claim_id, c.article_id, c.quote, c.authority, c.status, c.count, v.verdict,
           coalesce(r.outlets, list_filter([a.outlet], lambda outlet: outlet IS NOT NULL)) AS outlets,
           coalesce(r.printed, 1) AS printed
    FROM claim AS c
    JOIN article AS a USING (article_id)
    LEFT JOIN report AS r USING (article_id)
    LEFT JOIN verdict AS v USING (claim_id);
COMMENT ON VIEW printed_claim IS 'Each claim once, with all outlets that print its report or a copy of it, whole or in part. A claim that only one copy makes has the outlet of that copy.';

CREATE VIEW news_lead_day AS
    SELECT day, count(*) FILTER (WHERE state = 'read') AS files_read,
           count(*) FILTER (WHERE state IN ('refused', 'unreachable')) AS files_missing,
           sum(rows)::BIGINT AS rows, sum(kept)::BIGINT AS kept, sum(passed_over)::BIGINT AS passed_over,
           sum(refused)::BIGINT AS refused,
           (SELECT count(*) FROM news_lead AS l WHERE l.day = f.day) AS articles
    FROM news_lead_file AS f GROUP BY day ORDER BY day;
COMMENT ON VIEW news_lead_day IS 'Each day of GDELT that was asked for: files, rows, and the articles that they lead to.';
