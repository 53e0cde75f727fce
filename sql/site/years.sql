-- How many designations of each list date from which year, and which have no day.
SELECT list_id, year(listed_on) AS year, count(*) AS parties FROM designation GROUP BY ALL ORDER BY ALL;
