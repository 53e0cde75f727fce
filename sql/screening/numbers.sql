-- Designations with an official number or reference that was asked for: query, designation_id, kind, value.
WITH asked AS (SELECT unnest($queries) AS query, unnest($kinds) AS kind, unnest($keys) AS key)
SELECT DISTINCT a.query, i.designation_id, i.kind, i.value
FROM asked AS a JOIN designation_identifier AS i ON i.value_normalised = a.key
WHERE a.kind = i.kind OR (a.kind = '' AND i.kind NOT IN (SELECT unnest($own_kinds)))
UNION
SELECT DISTINCT a.query, d.designation_id, 'id on the list', d.native_id
FROM asked AS a JOIN designation AS d ON upper(regexp_replace(d.native_id, '[^\pL\pN]', '', 'g')) = a.key
WHERE a.kind = ''
ORDER BY ALL;
