-- Of which parties do the remarks of a list speak of Wagner?
-- For analysts
SELECT list_id, native_id, primary_name, listed_on, remarks
FROM designation
WHERE remarks ILIKE '%wagner%'
ORDER BY list_id, primary_name;
