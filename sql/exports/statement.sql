-- What lists state of the parties whose canonical ids lie from one to before another, one row a fact, in the words of FollowTheMoney.
-- Other exports are made from it, a slice of parties at a time.
-- entity_id is the designation or the act that listed it, canonical_id the subject or that act: all statements of a subject together
-- are what is known of the party. party_id is the subject in either case.
-- A fact for which FollowTheMoney has no property, or that is longer or of another shape than its property takes, is a note with its
-- label. Whether a telephone number is in use is not asked.
CREATE OR REPLACE TEMPORARY MACRO statement(from_id, before_id) AS TABLE
WITH sliced AS (
    FROM party WHERE canonical_id >= from_id AND (before_id IS NULL OR canonical_id < before_id)
),
company AS (
    SELECT DISTINCT canonical_id FROM designation_identifier JOIN sliced USING (designation_id) WHERE kind IN ('lei', 'swift_bic')
),
kind AS (
    SELECT p.*, CASE p.subject_type WHEN 'individual' THEN 'Person' WHEN 'vessel' THEN 'Vessel' WHEN 'aircraft' THEN 'Airplane'
                ELSE if(c.canonical_id IS NULL, 'Organization', 'Company') END AS schema
    FROM sliced AS p LEFT JOIN company AS c USING (canonical_id)
),
contact AS (
    SELECT designation_id, kind, label, value, first_seen_on, last_seen_on, CASE kind
            WHEN 'phone' THEN list_transform(
                regexp_extract_all(replace(value, '(0)', ''), '\+[0-9][0-9 ()./-]{6,24}[0-9]'),
                lambda piece: '+' || regexp_replace(piece, '[^0-9]', '', 'g'))
            WHEN 'email' THEN list_transform(
                regexp_extract_all(value, '[\w.+-]+@(?:[\w-]+\.)+[A-Za-z]{2,}'),
                lambda piece: split_part(piece, '@', 1) || '@' || lower(split_part(piece, '@', 2)))
            WHEN 'website' THEN list_transform(
                string_split_regex(trim(value), '\s*[,;]\s*'),
                lambda piece: regexp_replace(if(piece ILIKE 'http%://%', piece, 'http://' || piece), '^([a-zA-Z]+://[^/?#]+)$', '\1/'))
        END AS found
    FROM designation_identifier SEMI JOIN sliced USING (designation_id)
    WHERE kind IN ('phone', 'email', 'website')
),
usable AS (
    SELECT * EXCLUDE (found), list_filter(found, lambda piece: regexp_full_match(piece, CASE kind
            WHEN 'phone' THEN '\+[1-9][0-9]{6,14}'
            WHEN 'email' THEN '.+'
            WHEN 'website' THEN '(?i)https?://(?:[\w-]+\.)+[a-z]{2,}(?::[0-9]+)?(?:[/?#]\S*)?'
        END)) AS found, len(found) AS pieces
    FROM contact
),
fact AS (
    SELECT designation_id, CASE quality WHEN 'primary' THEN 'name' WHEN 'weak' THEN 'weakAlias' ELSE if(kind = 'fka', 'previousName', 'alias') END AS prop,
           name AS value, NULL AS original_value, language AS lang, kind AS label, first_seen_on, last_seen_on
    FROM designation_name
    UNION ALL
    -- A day of birth is a day, a month or a year; FollowTheMoney knows no spans and no year of three digits.
    SELECT designation_id, if(year(earliest) = year(latest) AND year(earliest) >= 1000, 'birthDate', NULL),
           CASE WHEN year(earliest) <> year(latest) OR earliest IS NULL OR latest IS NULL OR year(earliest) < 1000 THEN text
                WHEN earliest = latest THEN strftime(earliest, '%Y-%m-%d')
                WHEN earliest = date_trunc('month', latest) AND latest = last_day(earliest) THEN strftime(earliest, '%Y-%m')
                ELSE strftime(earliest, '%Y')
           END, text, NULL, 'born', first_seen_on, last_seen_on
    FROM designation_birth
    UNION ALL
    SELECT designation_id, 'birthPlace', text, NULL, NULL, 'place of birth', first_seen_on, last_seen_on FROM designation_birth_place
    UNION ALL
    SELECT designation_id, CASE link WHEN 'nationality' THEN 'nationality' WHEN 'citizenship' THEN 'citizenship' WHEN 'birth' THEN 'birthCountry'
                                     WHEN 'registration' THEN 'jurisdiction' WHEN 'flag' THEN 'flag' ELSE 'country' END,
           lower(country), text, NULL, link, first_seen_on, last_seen_on
    FROM designation_country WHERE country IS NOT NULL AND link IN ('nationality', 'citizenship', 'birth', 'registration', 'flag', 'residence', 'address')
    UNION ALL
    SELECT designation_id, CASE kind WHEN 'passport' THEN 'passportNumber' WHEN 'national_id' THEN 'idNumber' WHEN 'tax_id' THEN 'taxNumber'
                WHEN 'registration' THEN 'registrationNumber' WHEN 'imo' THEN 'imoNumber' WHEN 'swift_bic' THEN 'swiftBic' WHEN 'lei' THEN 'leiCode'
                WHEN 'mmsi' THEN 'mmsi' WHEN 'call_sign' THEN 'callSign' WHEN 'tail_number' THEN 'registrationNumber' WHEN 'serial_number' THEN 'serialNumber'
                WHEN 'social_security' THEN 'socialSecurityNumber'
                WHEN 'driving_licence' THEN 'idNumber' WHEN 'residence_permit' THEN 'idNumber' WHEN 'birth_certificate' THEN 'idNumber'
                WHEN 'travel_document' THEN 'idNumber' END,
           value, label, NULL, label, first_seen_on, last_seen_on
    FROM designation_identifier
    WHERE kind NOT IN ('phone', 'email', 'website', 'list_reference', 'ofac_uid', 'ofsi_group', 'eu_reference', 'un_reference')
    UNION ALL
    SELECT designation_id, kind, unnest(found), value, NULL, label, first_seen_on, last_seen_on FROM usable
    UNION ALL
    SELECT designation_id, NULL, value, NULL, NULL, label, first_seen_on, last_seen_on FROM usable WHERE len(found) < greatest(pieces, 1)
    UNION ALL
    SELECT designation_id, 'address', text, NULL, NULL, 'address', first_seen_on, last_seen_on FROM designation_address
    UNION ALL
    SELECT designation_id, CASE kind WHEN 'gender' THEN 'gender' WHEN 'title' THEN 'title' ELSE 'position' END,
           if(kind = 'gender', lower(value), value), if(kind = 'gender', value, NULL), NULL, kind, first_seen_on, last_seen_on
    FROM designation_feature
    WHERE kind IN ('title', 'position', 'function') OR (kind = 'gender' AND lower(value) IN ('male', 'female'))
    UNION ALL
    SELECT designation_id, 'notes', remarks, NULL, NULL, 'remarks', first_seen_on, last_seen_on FROM sliced WHERE remarks IS NOT NULL
    UNION ALL
    SELECT designation_id, 'sourceUrl', source_url, NULL, NULL, 'source', first_seen_on, last_seen_on FROM sliced WHERE source_url LIKE 'http%'
    UNION ALL
    SELECT designation_id, 'topics', topic, NULL, NULL, 'topic', first_seen_on, last_seen_on FROM sliced WHERE delisted_on IS NULL
),
permitted AS (
    SELECT s.schema, p.prop
    FROM (VALUES ('Person'), ('Organization'), ('Company'), ('Vessel'), ('Airplane')) AS s(schema)
    CROSS JOIN (VALUES ('name'), ('alias'), ('weakAlias'), ('previousName'), ('country'), ('address'), ('notes'), ('sourceUrl'), ('topics')) AS p(prop)
    UNION ALL
    SELECT 'Person', unnest(['birthDate', 'birthPlace', 'birthCountry', 'nationality', 'citizenship', 'gender', 'title', 'position', 'passportNumber',
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
    SELECT k.*, unnest([
            {'prop': 'entity', 'value': canonical_id, 'original': NULL},
            {'prop': 'authority', 'value': issuing_body, 'original': NULL},
            {'prop': if(len(native_id) <= 64, 'authorityId', 'recordId'), 'value': native_id, 'original': NULL},
            {'prop': 'country', 'value': lower(CASE authority WHEN 'UK' THEN 'GB' WHEN 'UN' THEN NULL ELSE authority END), 'original': authority},
            {'prop': 'listingDate', 'value': CAST(listed_on AS VARCHAR), 'original': NULL},
            {'prop': 'startDate', 'value': CAST(listed_on AS VARCHAR), 'original': NULL},
            {'prop': 'endDate', 'value': CAST(delisted_on AS VARCHAR), 'original': NULL},
            {'prop': 'status', 'value': if(delisted_on IS NULL, 'in force', 'ended'), 'original': NULL},
            {'prop': 'sourceUrl', 'value': if(source_url LIKE 'http%', source_url, NULL), 'original': NULL}
        ]) AS said
    FROM kind AS k
)
SELECT party_id, entity_id, canonical_id, schema, prop, value, original_value, lang, dataset, first_seen, max(last_seen) AS last_seen
FROM (
    SELECT k.canonical_id AS party_id, k.designation_id AS entity_id, k.canonical_id, k.schema, coalesce(p.prop, 'notes') AS prop,
           if(p.prop IS NULL, concat(f.label, ': ', f.value), f.value) AS value, f.original_value, f.lang, k.list_id AS dataset,
           f.first_seen_on AS first_seen, f.last_seen_on AS last_seen
    FROM fact AS f
    JOIN kind AS k USING (designation_id)
    LEFT JOIN permitted AS p ON p.schema = k.schema AND p.prop = f.prop AND len(f.value) <= CASE
        WHEN f.prop IN ('imoNumber', 'mmsi', 'swiftBic') THEN 16
        WHEN f.prop = 'leiCode' THEN 32
        WHEN f.prop IN ('passportNumber', 'idNumber', 'taxNumber', 'registrationNumber', 'callSign', 'serialNumber', 'socialSecurityNumber') THEN 64
        WHEN f.prop = 'address' THEN 250
        ELSE len(f.value)
    END
    WHERE f.value IS NOT NULL AND trim(f.value) <> ''
    UNION ALL
    SELECT a.canonical_id, a.sanction_id, a.sanction_id, 'Sanction', a.said.prop, a.said.value, a.said.original, NULL, a.list_id, a.first_seen_on, a.last_seen_on
    FROM act AS a WHERE a.said.value IS NOT NULL
    UNION ALL
    SELECT k.canonical_id, k.sanction_id, k.sanction_id, 'Sanction', if(len(t.programme) <= 64, 'programId', 'program'), t.programme, NULL, NULL, k.list_id, k.first_seen_on, k.last_seen_on
    FROM kind AS k, unnest(k.programmes) AS t(programme)
    UNION ALL
    SELECT k.canonical_id, k.sanction_id, k.sanction_id, 'Sanction', 'reason', unnest(k.legal_basis), NULL, NULL, k.list_id, k.first_seen_on, k.last_seen_on FROM kind AS k
    UNION ALL
    SELECT k.canonical_id, k.sanction_id, k.sanction_id, 'Sanction', if(i.kind = 'un_reference', 'unscId', 'recordId'), i.value, i.label, NULL, k.list_id,
           i.first_seen_on, i.last_seen_on
    FROM designation_identifier AS i JOIN kind AS k USING (designation_id)
    WHERE i.kind IN ('list_reference', 'ofac_uid', 'ofsi_group', 'eu_reference', 'un_reference')
)
GROUP BY ALL;
