-- Official acts and press events, joined both ways.

CREATE VIEW official_act AS
    SELECT d.authority, d.listed_on AS acted_on,
           count(DISTINCT d.party_id) AS parties,
           count(DISTINCT d.party_id) FILTER (WHERE d.party_type = 'individual') AS individuals,
           count(DISTINCT d.party_id) FILTER (WHERE d.party_type = 'entity') AS entities,
           list_sort(list_distinct(flatten(array_agg(d.programmes)))) AS programmes,
           list_sort(array_agg(DISTINCT d.list_id)) AS list_ids,
           any_value(l.restatement) FILTER (WHERE d.listed_on = l.restated_on) AS restatement
    FROM designation_of_subject AS d
    LEFT JOIN official_list AS l USING (list_id)
    WHERE d.listed_on IS NOT NULL AND d.entry_kind = 'designation' AND d.is_dated
    GROUP BY d.authority, d.listed_on;
COMMENT ON VIEW official_act IS 'What one authority added on one day, over all its lists; a party on two lists counts once. A party first seen after a gap of more than 30 days between snapshots is in no act: the action that added it is not known.';
COMMENT ON COLUMN official_act.parties IS 'Subjects added, not entries.';
COMMENT ON COLUMN official_act.restatement IS
    'Set where the day is no single act: a list gave this day to entries that it took over or made anew, as the UK list did on 31 December 2020 with those of the EU. Leave these out with `WHERE restatement IS NULL`.';

CREATE VIEW event_act AS
    SELECT DISTINCT e.event_id, l.authority, e.acted_on, e.role
    FROM event_action AS e JOIN official_list AS l USING (list_id);
COMMENT ON VIEW event_act IS 'Which official acts (authority and day) each event is about.';

CREATE VIEW act_press AS
    SELECT a.authority, a.acted_on, a.parties, a.individuals, a.entities, a.programmes, a.restatement,
           count(DISTINCT x.event_id) AS events,
           count(DISTINCT c.claim_id) AS claims,
           coalesce(list_sort(list_distinct(flatten(array_agg(e.figures) FILTER (WHERE e.event_id IS NOT NULL)))), []) AS figures,
           coalesce(list_sort(list_distinct(flatten(array_agg(e.outlets) FILTER (WHERE e.event_id IS NOT NULL)))), []) AS outlets,
           min(c.article_date) FILTER (WHERE c.article_date >= a.acted_on) AS first_report_on,
           date_diff('day', a.acted_on, min(c.article_date) FILTER (WHERE c.article_date >= a.acted_on)) AS lag_days
    FROM official_act AS a
    LEFT JOIN event_act AS x ON x.authority = a.authority AND x.acted_on = a.acted_on AND x.role <> 'period'
        AND EXISTS (SELECT 1 FROM event AS t WHERE t.event_id = x.event_id AND t.status <> 'mentioned')
    LEFT JOIN event AS e ON e.event_id = x.event_id
    LEFT JOIN event_claim AS m ON m.event_id = x.event_id
    LEFT JOIN claim AS c ON c.claim_id = m.claim_id AND c.strength = 'asserted'
    GROUP BY a.authority, a.acted_on, a.parties, a.individuals, a.entities, a.programmes, a.restatement;
COMMENT ON VIEW act_press IS 'Each official act with the press on it: events, asserted claims, figures printed, outlets, first report. Events that are only mentioned, and claims about a period ("since the invasion"), are no press on one act. An act with no claim had no press among the articles held, which is not to say that nobody reported it.';
COMMENT ON COLUMN act_press.lag_days IS 'Days from the act to the first report held.';

CREATE VIEW event_record AS
    SELECT e.*, v.verdict, v.headline, v.explanation, v.fulfilled_on,
           CASE
               WHEN EXISTS (SELECT 1 FROM event_action AS a WHERE a.event_id = e.event_id) THEN 'known'
               WHEN e.measure <> 'listing' THEN 'on no list'
               WHEN v.unverifiable > 0 AND v.contradicted = 0 AND v.pending = 0 THEN 'record cannot tell'
               ELSE 'none in the record held'
           END AS official_action
    FROM event AS e LEFT JOIN event_verdict AS v USING (event_id);
COMMENT ON VIEW event_record IS 'Each event with its verdict and whether an official action for it is known, is missing from a record that would show it, or cannot be decided from what is held.';

CREATE VIEW news_event_article AS
    SELECT n.*, a.article_id, (a.article_id IS NULL) AS is_lead
    FROM news_event AS n
    LEFT JOIN (SELECT url, min(article_id) AS article_id FROM article WHERE state <> 'skipped' GROUP BY url) AS a USING (url);
COMMENT ON VIEW news_event_article IS 'Rows of GDELT with the article that they were coded from, where it was read here. Without one a row is a lead: a code or a theme, and not a statement of anybody.';
COMMENT ON COLUMN news_event_article.is_lead IS 'No readable article is held for it.';

CREATE VIEW event_attention AS
    SELECT e.event_id, count(*) AS gdelt_rows, sum(n.mentions)::BIGINT AS mentions, max(n.sources) AS most_sources,
           avg(n.tone) AS tone
    FROM (SELECT DISTINCT m.event_id, c.article_id FROM event_claim AS m JOIN claim AS c USING (claim_id)) AS e
    JOIN news_event_article AS n USING (article_id)
    GROUP BY e.event_id;
COMMENT ON VIEW event_attention IS 'How much GDELT saw printed of the articles that report an event: a measure of attention, and no evidence of the act.';
