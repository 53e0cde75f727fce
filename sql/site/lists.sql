-- What is held of each list, with its title and terms.
SELECT l.*, s.* EXCLUDE (list_id, authority, is_overdue), s.is_overdue,
       coalesce(p.programmes, []) AS programmes,
       d.in_force, d.ended, d.dated, d.undated
FROM official_list AS l
JOIN list_status AS s USING (list_id)
LEFT JOIN (
    SELECT list_id, count(*) FILTER (WHERE delisted_on IS NULL) AS in_force, count(*) FILTER (WHERE delisted_on IS NOT NULL) AS ended,
           count(*) FILTER (WHERE listed_on_basis IN ('official', 'notice')) AS dated, count(*) FILTER (WHERE listed_on IS NULL) AS undated
    FROM designation GROUP BY ALL
) AS d USING (list_id)
LEFT JOIN (
    SELECT list_id, list({'programme': programme, 'parties': parties} ORDER BY parties DESC, programme)[:40] AS programmes
    FROM (SELECT list_id, programme, count(*) AS parties
          FROM (SELECT list_id, unnest(programmes) AS programme FROM designation WHERE delisted_on IS NULL) GROUP BY ALL)
    GROUP BY ALL
) AS p USING (list_id)
ORDER BY l.list_id;
