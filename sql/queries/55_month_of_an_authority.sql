-- Whom did the United Kingdom designate in March 2022? One row a party, on whichever of its lists.
-- For analysts
SELECT min(s.listed_on) AS listed_on, s.primary_name, s.party_type, list_sort(list_distinct(flatten(list(s.lists)))) AS lists,
       arg_min(s.listed_on_basis, s.listed_on) AS listed_on_basis
FROM subject_addition AS s
WHERE s.authority = 'UK' AND s.is_dated AND s.listed_on BETWEEN DATE '2022-03-01' AND DATE '2022-03-31'
GROUP BY s.subject_id, s.primary_name, s.party_type
ORDER BY ALL;
