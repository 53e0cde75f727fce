-- Designations by id, with all others of their subjects, and what a person or program needs to tell them apart.
WITH asked AS (
    SELECT DISTINCT party_id FROM designation_of_subject WHERE designation_id IN (SELECT unnest($ids))
),
listed AS (
    FROM designation_of_subject WHERE party_id IN (SELECT party_id FROM asked)
),
births AS (
    SELECT designation_id, list(DISTINCT {'earliest': earliest, 'latest': latest, 'approximate': approximate}) AS births
    FROM designation_birth
    WHERE earliest IS NOT NULL AND latest IS NOT NULL AND designation_id IN (SELECT designation_id FROM listed)
    GROUP BY designation_id
),
countries AS (
    SELECT designation_id,
           list(DISTINCT country) FILTER (WHERE link IN ('nationality', 'citizenship', 'registration', 'flag')) AS nationalities,
           list(DISTINCT country) FILTER (WHERE link NOT IN ('identifier', 'programme', 'other')) AS countries
    FROM designation_country
    WHERE country IS NOT NULL AND designation_id IN (SELECT designation_id FROM listed)
    GROUP BY designation_id
)
SELECT l.designation_id, l.subject_id, l.list_id, l.native_id, l.party_type, l.primary_name, l.programmes, l.listed_on, l.delisted_on,
       l.record_id, coalesce(b.births, []) AS births, coalesce(c.nationalities, []) AS nationalities, coalesce(c.countries, []) AS countries
FROM listed AS l LEFT JOIN births AS b USING (designation_id) LEFT JOIN countries AS c USING (designation_id)
ORDER BY l.designation_id;
