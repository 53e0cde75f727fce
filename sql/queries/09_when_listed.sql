-- Since when is someone listed, by whom, and how is the day known? Names are searched in Latin letters, lower case.
-- For compliance officers
SELECT DISTINCT d.list_id, d.native_id, d.primary_name, d.programmes, d.listed_on, d.listed_on_basis, d.listed_after, d.delisted_on
FROM designation AS d
JOIN designation_name AS n USING (designation_id)
WHERE n.name_latin LIKE '%khrenin%'
ORDER BY d.listed_on;
