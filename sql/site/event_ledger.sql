-- Every event on one row: those that the record decides first, then what else is reported as an act, then what claims only presuppose; newest first within each.
SELECT e.event_id, v.verdict, v.headline, e.authority, e.action, e.measure, e.target_country, e.status, e.told_from, e.told_to, e.figures, e.outlets, e.claims, e.articles,
       e.first_reported_on, e.last_reported_on, v.explanation, v.fulfilled_on,
       CASE WHEN v.verdict IN ('confirmed', 'partly_confirmed', 'contradicted', 'disputed') THEN 0
            WHEN e.status = 'mentioned' THEN 2 ELSE 1 END AS place
FROM event AS e LEFT JOIN event_verdict AS v USING (event_id)
ORDER BY place, coalesce(e.told_to, e.last_reported_on) DESC NULLS LAST, e.event_id;
