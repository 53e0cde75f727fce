-- Which listed parties have an address in Minsk?
-- For compliance officers
SELECT d.list_id, d.native_id, d.primary_name, a.text AS address, d.listed_on
FROM designation_address AS a
JOIN designation AS d USING (designation_id)
WHERE a.is_current AND d.delisted_on IS NULL AND a.text ILIKE '%Minsk%'
ORDER BY d.primary_name, d.list_id;
