-- What does the list show of the act of a day, what do the official notices say of it, and how often do they disagree?
-- For data engineers
SELECT a.act, a.list_id, a.listed, a.noticed, a.joined, a.titles,
       (SELECT count(*) FROM notice_difference AS d WHERE list_contains(a.notice_ids, d.notice_id)) AS differences
FROM noticed_action AS a
WHERE a.acted_on = DATE '2022-02-24'
ORDER BY a.act, a.list_id;
