-- Senzing: one JSON document a designation of a slice of parties; who is the same party is for its reader to resolve.
WITH name AS (
    SELECT designation_id, list(DISTINCT item ORDER BY item) AS items
    FROM (SELECT designation_id, {
                'NAME_TYPE': if(quality = 'primary', 'PRIMARY', 'AKA'),
                'NAME_FULL': if(party_type = 'individual', name, NULL), 'NAME_ORG': if(party_type = 'individual', NULL, name)
            } AS item
          FROM designation_name JOIN designation USING (designation_id))
    GROUP BY ALL
),
birth AS (
    SELECT entity_id AS designation_id, list(DISTINCT {'DATE_OF_BIRTH': value} ORDER BY {'DATE_OF_BIRTH': value}) AS items
    FROM statement($from_id, $before_id) WHERE prop = 'birthDate' GROUP BY ALL
),
address AS (
    SELECT designation_id, list(DISTINCT {'ADDR_FULL': text} ORDER BY {'ADDR_FULL': text}) AS items
    FROM designation_address WHERE trim(text) <> '' GROUP BY ALL
),
country AS (
    SELECT designation_id, list(DISTINCT item ORDER BY item) AS items
    FROM (SELECT designation_id, {
                'NATIONALITY': if(link = 'nationality', country, NULL), 'CITIZENSHIP': if(link = 'citizenship', country, NULL),
                'REGISTRATION_COUNTRY': if(link IN ('registration', 'flag'), country, NULL),
                'COUNTRY_OF_ASSOCIATION': if(link IN ('residence', 'address', 'birth'), country, NULL)
            } AS item
          FROM designation_country
          WHERE country IS NOT NULL
            AND link IN ('nationality', 'citizenship', 'registration', 'flag', 'residence', 'address', 'birth'))
    GROUP BY ALL
),
identifier AS (
    SELECT designation_id, list(DISTINCT item ORDER BY item) AS items
    FROM (SELECT designation_id, {
                'PASSPORT_NUMBER': if(kind = 'passport', value, NULL), 'NATIONAL_ID_NUMBER': if(kind = 'national_id', value, NULL),
                'TAX_ID_NUMBER': if(kind = 'tax_id', value, NULL), 'LEI_NUMBER': if(kind = 'lei', value, NULL),
                'OTHER_ID_TYPE': if(kind IN ('passport', 'national_id', 'tax_id', 'lei'), NULL, upper(kind)),
                'OTHER_ID_NUMBER': if(kind IN ('passport', 'national_id', 'tax_id', 'lei'), NULL, value)
            } AS item
          FROM designation_identifier WHERE kind NOT IN ('list_reference', 'website', 'email', 'phone'))
    GROUP BY ALL
)
SELECT to_json({
        'DATA_SOURCE': upper(d.list_id), 'RECORD_ID': d.designation_id,
        'RECORD_TYPE': CASE d.party_type WHEN 'individual' THEN 'PERSON' WHEN 'entity' THEN 'ORGANIZATION' ELSE upper(d.party_type) END,
        'NAMES': n.items, 'DATES': b.items, 'ADDRESSES': a.items, 'COUNTRIES': c.items, 'IDENTIFIERS': i.items,
        'RISKS': [{'TOPIC': if(d.delisted_on IS NULL, d.topic, d.topic || '.ended'), 'LIST': d.list_id, 'AUTHORITY': d.authority,
                   'PROGRAMMES': d.programmes, 'LISTED_ON': d.listed_on, 'DELISTED_ON': d.delisted_on}]
    })::VARCHAR AS line
FROM party AS d
LEFT JOIN name AS n USING (designation_id)
LEFT JOIN birth AS b USING (designation_id)
LEFT JOIN address AS a USING (designation_id)
LEFT JOIN country AS c USING (designation_id)
LEFT JOIN identifier AS i USING (designation_id)
WHERE d.canonical_id >= $from_id AND ($before_id IS NULL OR d.canonical_id < $before_id)
ORDER BY d.canonical_id, d.designation_id;
