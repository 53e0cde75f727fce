-- Which official acts of February and March 2022 does no article held tell of?
-- For editors
SELECT acted_on, authority, parties, programmes
FROM acts_without_press('2022-02-01', '2022-03-31');
