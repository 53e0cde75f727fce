-- One row a party of a slice that is in force on some list, in the columns of targets.simple.csv.
WITH held AS (
    SELECT canonical_id, schema, prop, value, dataset, first_seen, last_seen FROM statement($from_id, $before_id) WHERE schema <> 'Sanction'
),
together AS (
    SELECT canonical_id AS id, any_value(schema) AS schema,
           list(DISTINCT value ORDER BY value) FILTER (WHERE prop IN ('name', 'alias', 'weakAlias', 'previousName')) AS every_name,
           list(DISTINCT value ORDER BY value) FILTER (WHERE prop = 'birthDate') AS birth_date,
           list(DISTINCT value ORDER BY value) FILTER (WHERE prop IN ('country', 'nationality', 'citizenship', 'jurisdiction', 'flag')) AS countries,
           list(DISTINCT value ORDER BY value) FILTER (WHERE prop = 'address') AS addresses,
           list(DISTINCT value ORDER BY value) FILTER (WHERE prop IN (
               'passportNumber', 'idNumber', 'taxNumber', 'registrationNumber', 'imoNumber', 'swiftBic', 'leiCode', 'mmsi', 'callSign',
               'serialNumber', 'socialSecurityNumber')) AS identifiers,
           list(DISTINCT value ORDER BY value) FILTER (WHERE prop = 'phone') AS phones,
           list(DISTINCT value ORDER BY value) FILTER (WHERE prop = 'email') AS emails,
           list(DISTINCT dataset ORDER BY dataset) AS datasets,
           min(first_seen) AS first_seen, max(last_seen) AS last_seen
    FROM held GROUP BY canonical_id
    HAVING bool_or(prop = 'topics')
),
listing AS (
    SELECT canonical_id AS id, arg_min(subject_name, designation_id) AS name,
           list(DISTINCT concat_ws(' - ', issuing_body, native_id, CAST(listed_on AS VARCHAR))
                ORDER BY concat_ws(' - ', issuing_body, native_id, CAST(listed_on AS VARCHAR))) AS sanctions,
           list_sort(list_distinct(flatten(list(programmes)))) AS program_ids
    FROM party
    WHERE delisted_on IS NULL
    GROUP BY canonical_id
),
changed AS (
    SELECT p.canonical_id AS id, max(v.first_seen_on) AS last_change
    FROM designation_version AS v JOIN party AS p USING (designation_id)
    GROUP BY p.canonical_id
)
SELECT t.id, t.schema, n.name, nullif(array_to_string(list_filter(t.every_name, lambda name: name <> n.name), ';'), '') AS aliases,
       array_to_string(t.birth_date, ';') AS birth_date, array_to_string(t.countries, ';') AS countries,
       array_to_string(t.addresses, ';') AS addresses, array_to_string(t.identifiers, ';') AS identifiers,
       array_to_string(n.sanctions, ';') AS sanctions, array_to_string(t.phones, ';') AS phones, array_to_string(t.emails, ';') AS emails,
       array_to_string(n.program_ids, ';') AS program_ids, array_to_string(t.datasets, ';') AS dataset,
       t.first_seen, t.last_seen, c.last_change
FROM together AS t
JOIN listing AS n USING (id)
LEFT JOIN changed AS c USING (id)
ORDER BY t.id;
