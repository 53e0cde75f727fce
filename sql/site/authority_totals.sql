-- What each authority has listed: subjects, not entries, of which one subject may have several.
SELECT l.authority, count(*) FILTER (WHERE l.is_current) AS subjects, count(*) FILTER (WHERE l.is_current AND l.listed_on IS NULL) AS undated,
       any_value(h.lists) AS lists, any_value(h.entries) AS entries, any_value(h.newest) AS newest, any_value(h.held_since) AS held_since,
       any_value(h.restatements) AS restatements
FROM subject_listing AS l
JOIN (
    SELECT authority, list(list_id ORDER BY list_id) FILTER (WHERE snapshots > 0) AS lists, sum(parties)::BIGINT AS entries,
           max(published_on) AS newest,
           list({'list_id': list_id, 'day': first_held_on} ORDER BY list_id) FILTER (WHERE snapshots > 0) AS held_since,
           list({'month': strftime(restated_on, '%Y-%m'), 'words': restatement} ORDER BY restated_on)
               FILTER (WHERE restated_on IS NOT NULL AND snapshots > 0) AS restatements
    FROM list_status JOIN (SELECT list_id, restated_on, restatement FROM official_list) USING (list_id) GROUP BY ALL
) AS h USING (authority)
GROUP BY ALL
ORDER BY l.authority;
