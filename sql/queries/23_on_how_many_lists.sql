-- On which lists is a party, since when by each authority?
-- For analysts
SELECT l.subject_id, l.primary_name, l.authority, l.lists, l.listed_on, l.listed_on_basis, l.listed_by, l.is_current
FROM subject_listing AS l
WHERE l.subject_id IN (
    SELECT m.subject_id FROM subject_designation AS m JOIN designation_name AS n USING (designation_id)
    WHERE n.name_latin LIKE '%khrenin%'
)
ORDER BY l.subject_id, l.listed_on NULLS LAST, l.authority;
