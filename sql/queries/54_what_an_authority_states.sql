-- Which links to a country does each list state at all, and for how many of its entries? Ask this before counting by country.
-- For analysts
SELECT d.list_id, c.link, count(DISTINCT d.designation_id) AS entries,
       round(100.0 * count(DISTINCT d.designation_id) / any_value(t.entries), 1) AS percent_of_list
FROM designation AS d
JOIN designation_country AS c USING (designation_id)
JOIN (SELECT list_id, count(*) AS entries FROM designation WHERE delisted_on IS NULL GROUP BY ALL) AS t USING (list_id)
WHERE d.delisted_on IS NULL AND c.is_current AND c.country IS NOT NULL
GROUP BY ALL
ORDER BY d.list_id, entries DESC;
