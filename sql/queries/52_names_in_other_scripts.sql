-- Which names does a party have in Cyrillic, Arabic, Chinese and other scripts?
-- For compliance officers
SELECT d.primary_name, n.script, n.name, n.quality, d.list_id
FROM designation_name AS n
JOIN designation AS d USING (designation_id)
WHERE n.script <> 'Latn' AND n.is_current AND d.delisted_on IS NULL
ORDER BY n.script, d.primary_name, n.name;
