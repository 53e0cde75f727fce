-- Subjects that left all lists of an authority between two copies so far apart that no month of it is known.
SELECT l.authority, d.delisted_after AS since, l.delisted_on AS until, count(DISTINCT l.subject_id) AS subjects
FROM subject_listing AS l
JOIN designation_of_subject AS d ON d.subject_id = l.subject_id AND d.authority = l.authority AND d.delisted_on = l.delisted_on
WHERE NOT l.is_end_dated AND d.entry_kind = 'designation'
GROUP BY ALL
ORDER BY ALL;
