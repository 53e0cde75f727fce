-- Which parties left a list and came back?
-- For compliance officers
SELECT list_id, native_id, count(*) AS listings, list(primary_name ORDER BY first_seen_on) AS names,
       list(listed_on ORDER BY first_seen_on) AS listed_on, list(delisted_on ORDER BY first_seen_on) AS delisted_on
FROM designation
GROUP BY ALL
HAVING count(*) > 1
ORDER BY list_id, native_id;
