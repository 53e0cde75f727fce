-- Which parties already listed gained a programme tag? None of them is a new designation.
-- For analysts
SELECT list_id, changed_on, new_value AS programme, count(*) AS parties
FROM change
WHERE change_kind = 'programme_added'
GROUP BY ALL
ORDER BY changed_on, list_id, programme;
