-- Statements of a slice of parties: one row a cited fact.
SELECT md5(concat_ws('|', entity_id, prop, value, original_value, lang, first_seen)) AS id, entity_id, canonical_id, schema, prop, value,
       original_value, lang, dataset, first_seen, last_seen
FROM statement($from_id, $before_id)
ORDER BY party_id, canonical_id, entity_id, prop, value, original_value, lang, first_seen;
