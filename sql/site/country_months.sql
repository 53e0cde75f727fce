-- For each country, by month: how many subjects came on the first list that ties them to it, and left the last one.
WITH tied AS (
    SELECT c.country, CASE WHEN c.link IN ('nationality', 'citizenship') THEN 'nationality' ELSE c.link END AS link,
           d.subject_id, coalesce(d.listed_on, d.listed_by) AS listed_on, d.delisted_on
    FROM designation_country AS c
    JOIN designation_of_subject AS d USING (designation_id)
    WHERE d.subject_id IS NOT NULL AND d.entry_kind = 'designation' AND c.country IS NOT NULL AND c.link IN ('nationality', 'citizenship', 'registration', 'address', 'programme')
), spans AS (
    SELECT country, link, subject_id, min(listed_on) AS listed_on,
           CASE WHEN bool_and(delisted_on IS NOT NULL) THEN max(delisted_on) END AS delisted_on
    FROM (FROM tied UNION ALL SELECT country, 'any', subject_id, listed_on, delisted_on FROM tied)
    GROUP BY ALL
), steps AS (
    SELECT country, link, date_trunc('month', listed_on)::DATE AS month, 1 AS step FROM spans
    UNION ALL
    SELECT country, link, date_trunc('month', delisted_on)::DATE, -1 FROM spans WHERE delisted_on IS NOT NULL
)
SELECT country, link, month, sum(sum(step)) OVER (PARTITION BY country, link ORDER BY month)::BIGINT AS subjects
FROM steps
GROUP BY country, link, month
ORDER BY ALL;
