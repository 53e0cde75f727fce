-- What changed between two days, by list and kind?
-- For compliance officers
SELECT list_id, change_kind, count(*) AS changes
FROM changes_between(DATE '2022-02-01', DATE '2022-03-31')
GROUP BY ALL
ORDER BY ALL;
