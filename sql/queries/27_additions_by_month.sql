-- How many parties did each authority designate each month, by type? A party on two lists of one authority counts once.
-- For analysts
SELECT authority, month, subjects, individuals, entities, vessels, aircraft
FROM authority_month
WHERE act = 'added'
ORDER BY authority, month;
