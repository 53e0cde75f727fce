-- Whom did each authority take off all its lists in a year? A party that went to another of its lists is not among them.
-- For analysts
SELECT authority, delisted_on, primary_name, party_type, lists, listed_on
FROM subject_listing
WHERE delisted_on BETWEEN DATE '2022-01-01' AND DATE '2022-12-31'
ORDER BY authority, delisted_on, primary_name;
