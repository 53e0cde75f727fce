-- Which official acts of February and March 2022 had press, and what did it print?
-- For analysts
SELECT acted_on, authority, parties, individuals, entities, figures, outlets, first_report_on, lag_days
FROM acts_with_press('2022-02-01', '2022-03-31');
