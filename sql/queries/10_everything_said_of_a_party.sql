-- What does a list say of one party, and since which snapshot?
-- For compliance officers
SELECT 'name' AS what, name AS value, quality AS detail, first_seen_on, last_seen_on
FROM designation_name WHERE designation_id = 'ofac_sdn:34746'
UNION ALL
SELECT 'birth', text, NULL, first_seen_on, last_seen_on FROM designation_birth WHERE designation_id = 'ofac_sdn:34746'
UNION ALL
SELECT 'country', text, link, first_seen_on, last_seen_on FROM designation_country WHERE designation_id = 'ofac_sdn:34746'
UNION ALL
SELECT 'identifier', value, label, first_seen_on, last_seen_on
FROM designation_identifier WHERE designation_id = 'ofac_sdn:34746'
ORDER BY ALL;
