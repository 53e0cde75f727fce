-- Every fact that a list states of a party, one row each, in the words of FollowTheMoney. Other exports are made from it.
-- entity_id is the designation, canonical_id the subject: all statements of a subject together are what is known of the party.
CREATE OR REPLACE TEMPORARY VIEW statement AS
WITH party AS (
    SELECT d.designation_id, d.list_id, d.authority, d.native_id, d.primary_name, d.programmes, d.legal_basis, d.remarks, d.listed_on,
           d.delisted_on, d.first_seen_on, d.last_seen_on, d.source_url, l.issuing_body,
           coalesce(s.subject_id, 'd-' || md5(d.designation_id)[:16]) AS canonical_id,
           'sanction-' || md5(d.designation_id)[:16] AS sanction_id,
           coalesce(p.party_type, d.party_type) AS party_type
    FROM designation AS d
    JOIN official_list AS l USING (list_id)
    LEFT JOIN subject_designation AS s USING (designation_id)
    LEFT JOIN subject AS p USING (subject_id)
),
company AS (
    SELECT DISTINCT canonical_id FROM designation_identifier JOIN party USING (designation_id) WHERE kind IN ('lei', 'swift_bic')
),
kind AS (
    SELECT p.*, CASE p.party_type WHEN 'individual' THEN 'Person' WHEN 'vessel' THEN 'Vessel' WHEN 'aircraft' THEN 'Airplane'
                ELSE if(c.canonical_id IS NULL, 'Organization', 'Company') END AS schema
    FROM party AS p LEFT JOIN company AS c USING (canonical_id)
),
fact AS (
    SELECT designation_id, CASE quality WHEN 'primary' THEN 'name' WHEN 'weak' THEN 'weakAlias' ELSE if(kind = 'fka', 'previousName', 'alias') END AS prop,
           name AS value, NULL AS original_value, language AS lang, first_seen_on, last_seen_on
    FROM designation_name
    UNION ALL
    SELECT designation_id, 'birthDate',
           CASE WHEN earliest = latest THEN strftime(earliest, '%Y-%m-%d')
                WHEN earliest = date_trunc('month', latest) AND latest = last_day(earliest) THEN strftime(earliest, '%Y-%m')
                WHEN year(earliest) = year(latest) THEN strftime(earliest, '%Y')
           END, text, NULL, first_seen_on, last_seen_on
    FROM designation_birth WHERE year(earliest) = year(latest)
    UNION ALL
    SELECT designation_id, 'birthPlace', text, NULL, NULL, first_seen_on, last_seen_on FROM designation_birth_place
    UNION ALL
    SELECT designation_id, CASE link WHEN 'nationality' THEN 'nationality' WHEN 'citizenship' THEN 'nationality' WHEN 'birth' THEN 'birthCountry'
                                     WHEN 'registration' THEN 'jurisdiction' WHEN 'flag' THEN 'flag' ELSE 'country' END,
           lower(country), text, NULL, first_seen_on, last_seen_on
    FROM designation_country WHERE country IS NOT NULL AND link IN ('nationality', 'citizenship', 'birth', 'registration', 'flag', 'residence', 'address')
    UNION ALL
    SELECT designation_id, CASE kind WHEN 'passport' THEN 'passportNumber' WHEN 'national_id' THEN 'idNumber' WHEN 'tax_id' THEN 'taxNumber'
                WHEN 'registration' THEN 'registrationNumber' WHEN 'imo' THEN 'imoNumber' WHEN 'swift_bic' THEN 'swiftBic' WHEN 'lei' THEN 'leiCode'
                WHEN 'mmsi' THEN 'mmsi' WHEN 'call_sign' THEN 'callSign' WHEN 'tail_number' THEN 'registrationNumber' WHEN 'serial_number' THEN 'serialNumber'
                WHEN 'email' THEN 'email' WHEN 'phone' THEN 'phone' WHEN 'website' THEN 'website' WHEN 'social_security' THEN 'socialSecurityNumber'
                WHEN 'driving_licence' THEN 'idNumber' WHEN 'residence_permit' THEN 'idNumber' WHEN 'birth_certificate' THEN 'idNumber'
                WHEN 'travel_document' THEN 'idNumber' END,
           value, label, NULL, first_seen_on, last_seen_on
    FROM designation_identifier
    UNION ALL
    SELECT designation_id, 'address', text, NULL, NULL, first_seen_on, last_seen_on FROM designation_address
    UNION ALL
    SELECT designation_id, CASE kind WHEN 'gender' THEN 'gender' WHEN 'title' THEN 'title' ELSE 'position' END,
           if(kind = 'gender', lower(value), value), if(kind = 'gender', value, NULL), NULL, first_seen_on, last_seen_on
    FROM designation_feature
    WHERE kind IN ('title', 'position', 'function') OR (kind = 'gender' AND lower(value) IN ('male', 'female'))
    UNION ALL
    SELECT designation_id, 'notes', remarks, NULL, NULL, first_seen_on, last_seen_on FROM designation WHERE remarks IS NOT NULL
    UNION ALL
    SELECT designation_id, 'sourceUrl', source_url, NULL, NULL, first_seen_on, last_seen_on FROM designation WHERE source_url LIKE 'http%'
    UNION ALL
    SELECT designation_id, 'topics', 'sanction', NULL, NULL, first_seen_on, last_seen_on FROM designation WHERE delisted_on IS NULL
),
permitted AS (
    SELECT s.schema, p.prop
    FROM (VALUES ('Person'), ('Organization'), ('Company'), ('Vessel'), ('Airplane')) AS s(schema)
    CROSS JOIN (VALUES ('name'), ('alias'), ('weakAlias'), ('previousName'), ('country'), ('address'), ('notes'), ('sourceUrl'), ('topics')) AS p(prop)
    UNION ALL
    SELECT 'Person', unnest(['birthDate', 'birthPlace', 'birthCountry', 'nationality', 'gender', 'title', 'position', 'passportNumber',
                             'idNumber', 'taxNumber', 'registrationNumber', 'email', 'phone', 'website', 'socialSecurityNumber'])
    UNION ALL
    SELECT 'Organization', unnest(['jurisdiction', 'idNumber', 'taxNumber', 'registrationNumber', 'email', 'phone', 'website', 'swiftBic', 'leiCode', 'imoNumber'])
    UNION ALL
    SELECT 'Company', unnest(['jurisdiction', 'idNumber', 'taxNumber', 'registrationNumber', 'email', 'phone', 'website', 'swiftBic', 'leiCode', 'imoNumber'])
    UNION ALL
    SELECT 'Vessel', unnest(['flag', 'imoNumber', 'mmsi', 'callSign', 'registrationNumber'])
    UNION ALL
    SELECT 'Airplane', unnest(['registrationNumber', 'serialNumber'])
),
act AS (
    SELECT canonical_id AS canonical, k.*, unnest([
            {'prop': 'entity', 'value': canonical_id, 'original': NULL},
            {'prop': 'authority', 'value': issuing_body, 'original': NULL},
            {'prop': 'authorityId', 'value': native_id, 'original': NULL},
            {'prop': 'country', 'value': lower(CASE authority WHEN 'UK' THEN 'GB' WHEN 'UN' THEN NULL ELSE authority END), 'original': authority},
            {'prop': 'listingDate', 'value': CAST(listed_on AS VARCHAR), 'original': NULL},
            {'prop': 'startDate', 'value': CAST(listed_on AS VARCHAR), 'original': NULL},
            {'prop': 'endDate', 'value': CAST(delisted_on AS VARCHAR), 'original': NULL},
            {'prop': 'status', 'value': if(delisted_on IS NULL, 'in force', 'ended'), 'original': NULL},
            {'prop': 'sourceUrl', 'value': if(source_url LIKE 'http%', source_url, NULL), 'original': NULL}
        ]) AS said
    FROM kind AS k
)
SELECT DISTINCT k.designation_id AS entity_id, k.canonical_id, k.schema, f.prop, f.value, f.original_value, f.lang, k.list_id AS dataset,
       f.first_seen_on AS first_seen, f.last_seen_on AS last_seen
FROM fact AS f
JOIN kind AS k USING (designation_id)
JOIN permitted AS p ON p.schema = k.schema AND p.prop = f.prop
WHERE f.value IS NOT NULL AND trim(f.value) <> ''
UNION ALL
SELECT a.sanction_id, a.sanction_id, 'Sanction', a.said.prop, a.said.value, a.said.original, NULL, a.list_id, a.first_seen_on, a.last_seen_on
FROM act AS a WHERE a.said.value IS NOT NULL
UNION ALL
SELECT k.sanction_id, k.sanction_id, 'Sanction', 'programId', unnest(k.programmes), NULL, NULL, k.list_id, k.first_seen_on, k.last_seen_on FROM kind AS k
UNION ALL
SELECT k.sanction_id, k.sanction_id, 'Sanction', 'reason', unnest(k.legal_basis), NULL, NULL, k.list_id, k.first_seen_on, k.last_seen_on FROM kind AS k;
