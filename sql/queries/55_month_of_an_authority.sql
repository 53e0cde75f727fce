-- Whom did the United Kingdom designate in March 2022? One row a party, on whichever of its lists.
-- For analysts
SELECT s.listed_on, s.primary_name, s.party_type, s.lists, s.listed_on_basis
FROM subject_listing AS s
WHERE s.authority = 'UK' AND s.listed_on BETWEEN DATE '2022-03-01' AND DATE '2022-03-31'
ORDER BY s.listed_on, s.primary_name;
