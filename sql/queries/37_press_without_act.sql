-- Which acts does the press report as done for which no official action is known, and could the record show one?
-- For editors
SELECT told_from, authority, target_country, figures, official_action, explanation
FROM press_without_act('2022-02-01', '2022-03-31');
