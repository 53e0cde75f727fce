-- One slice of the subjects, each with everything its page shows as one JSON document, and a digest of it.
-- Days on which a party in force was last seen are left out: they change every night, and its page says nothing else.
-- Rows are sorted before list(), which keeps the order of its input: sorting inside it takes a third of the time of the whole query.
-- Several statements instead of one, because every join and grouping of a statement holds memory until the statement ends.
CREATE OR REPLACE TEMP TABLE member AS
SELECT designation_id, party_id AS subject_id FROM designation_of_subject
WHERE hash(party_id) % $slices::UBIGINT = $slice::UBIGINT;

CREATE OR REPLACE TEMP TABLE stated_of_party AS
WITH names AS (
    SELECT designation_id, list({'name': name, 'quality': quality, 'script': script, 'until': if(is_current, NULL, last_seen_on)}) AS names
    FROM (FROM designation_name SEMI JOIN member USING (designation_id)
          ORDER BY designation_id, NOT is_current, quality <> 'primary', quality, kind, name, script, last_seen_on) GROUP BY ALL
),
births AS (
    SELECT designation_id, list({'text': text, 'earliest': earliest, 'latest': latest, 'until': if(is_current, NULL, last_seen_on)}) AS births
    FROM (FROM designation_birth SEMI JOIN member USING (designation_id)
          ORDER BY designation_id, NOT is_current, earliest, text, latest, last_seen_on) GROUP BY ALL
),
birth_places AS (
    SELECT designation_id, list_sort(list(DISTINCT text)) AS birth_places
    FROM designation_birth_place SEMI JOIN member USING (designation_id) WHERE is_current GROUP BY ALL
)
SELECT designation_id, n.names, b.births, p.birth_places
FROM member
LEFT JOIN names AS n USING (designation_id)
LEFT JOIN births AS b USING (designation_id)
LEFT JOIN birth_places AS p USING (designation_id);

CREATE OR REPLACE TEMP TABLE stated_by_list AS
WITH countries AS (
    SELECT designation_id, list_sort(list(DISTINCT {'link': link, 'country': country, 'text': text})) AS countries
    FROM designation_country SEMI JOIN member USING (designation_id) WHERE is_current GROUP BY ALL
),
identifiers AS (
    SELECT designation_id, list({'kind': kind, 'value': value, 'issuer': issuer, 'until': if(is_current, NULL, last_seen_on)}) AS identifiers
    FROM (FROM designation_identifier SEMI JOIN member USING (designation_id)
          ORDER BY designation_id, NOT is_current, kind, value, issuer, last_seen_on) GROUP BY ALL
),
addresses AS (
    SELECT designation_id, list_sort(list(DISTINCT text)) AS addresses
    FROM designation_address SEMI JOIN member USING (designation_id) WHERE is_current GROUP BY ALL
),
features AS (
    SELECT designation_id, list_sort(list(DISTINCT {'kind': kind, 'value': value})) AS features
    FROM designation_feature SEMI JOIN member USING (designation_id)
    WHERE is_current AND kind NOT IN ('party_type_basis', 'source_list') GROUP BY ALL
),
changes AS (
    SELECT designation_id, list({'on': changed_on, 'kind': change_kind, 'field': field, 'old': old_value, 'new': new_value, 'sha256': sha256}) AS changes
    FROM (FROM change SEMI JOIN member USING (designation_id) WHERE change_kind NOT IN ('added', 'removed')
          ORDER BY designation_id, changed_on, change_kind, field, old_value, new_value, sha256) GROUP BY ALL
)
SELECT designation_id, c.countries, i.identifiers, a.addresses, f.features, h.changes
FROM member
LEFT JOIN countries AS c USING (designation_id)
LEFT JOIN identifiers AS i USING (designation_id)
LEFT JOIN addresses AS a USING (designation_id)
LEFT JOIN features AS f USING (designation_id)
LEFT JOIN changes AS h USING (designation_id);

CREATE OR REPLACE TEMP TABLE listing AS
WITH latest AS (
    SELECT designation_id, arg_max(sha256, version) AS sha256
    FROM designation_version SEMI JOIN member USING (designation_id) GROUP BY ALL
),
source AS (
    SELECT list_id, sha256, min(published_on) AS published_on, arg_min(source_url, seen_at) AS source_url FROM snapshot GROUP BY ALL
),
entry AS (
    SELECT m.subject_id, d.listed_on, d.list_id, d.designation_id, d.primary_name, d.party_type, to_json({
            'designation_id': d.designation_id, 'list_id': d.list_id, 'authority': d.authority, 'native_id': d.native_id,
            'party_type': d.party_type, 'primary_name': d.primary_name, 'programmes': d.programmes, 'legal_basis': d.legal_basis,
            'measures': d.measures, 'listed_on': d.listed_on, 'listed_on_basis': d.listed_on_basis, 'listed_after': d.listed_after,
            'listed_by': d.listed_by, 'delisted_on': d.delisted_on, 'delisted_on_basis': d.delisted_on_basis,
            'restatement': CASE WHEN d.listed_on = o.restated_on THEN o.restatement END,
            'listed_from': listed_from(d.listed_on, d.listed_by), 'listed_to': listed_to(d.delisted_on),
            'remarks': d.remarks, 'sha256': l.sha256, 'published_on': s.published_on, 'source_url': s.source_url,
            'names': p.names, 'births': p.births, 'birth_places': p.birth_places, 'countries': t.countries,
            'identifiers': t.identifiers, 'addresses': t.addresses, 'features': t.features, 'changes': t.changes
        })::VARCHAR AS entry
    FROM member AS m
    JOIN designation AS d USING (designation_id)
    LEFT JOIN official_list AS o ON o.list_id = d.list_id
    LEFT JOIN latest AS l USING (designation_id)
    LEFT JOIN source AS s ON s.list_id = d.list_id AND s.sha256 = l.sha256
    JOIN stated_of_party AS p USING (designation_id)
    JOIN stated_by_list AS t USING (designation_id)
)
SELECT subject_id, string_agg(entry, ',') AS listings,
       arg_min(primary_name, designation_id) AS a_name, arg_min(party_type, designation_id) AS a_type
FROM (FROM entry ORDER BY subject_id, listed_on IS NULL, listed_on, list_id, designation_id) GROUP BY ALL;

CREATE OR REPLACE TEMP TABLE judged AS
WITH pair AS (
    SELECT m.subject_id, e.other_designation_id AS other, e.* EXCLUDE (designation_id, other_designation_id), e.designation_id AS of
    FROM subject_evidence AS e JOIN member AS m USING (designation_id)
    UNION ALL
    SELECT m.subject_id, e.designation_id, e.* EXCLUDE (designation_id, other_designation_id), e.other_designation_id
    FROM subject_evidence AS e JOIN member AS m ON m.designation_id = e.other_designation_id
)
SELECT p.subject_id, p.of, p.other, p.kind, p.outcome, p.score, p.explanation,
       d.party_id AS other_subject, d.primary_name AS other_name, d.list_id AS other_list
FROM pair AS p
JOIN designation_of_subject AS d ON d.designation_id = p.other;

WITH tie AS (
    SELECT m.subject_id, r.designation_id, r.kind, r.related_name AS name, r.related_designation_id AS other, 'to' AS direction
    FROM designation_relationship AS r JOIN member AS m USING (designation_id) WHERE r.is_current
    UNION
    SELECT m.subject_id, r.related_designation_id, r.kind, d.primary_name, r.designation_id, 'from'
    FROM designation_relationship AS r
    JOIN member AS m ON m.designation_id = r.related_designation_id
    JOIN designation AS d ON d.designation_id = r.designation_id
    WHERE r.is_current
),
ties AS (
    SELECT t.subject_id, list_sort(list(DISTINCT {
            'kind': t.kind, 'name': coalesce(o.primary_name, t.name), 'direction': t.direction, 'list_id': split_part(t.designation_id, ':', 1),
            'subject_id': if(t.other IS NULL, NULL, coalesce(o.party_id, t.other))
        })) AS ties
    FROM tie AS t
    LEFT JOIN designation_of_subject AS o ON o.designation_id = t.other
    GROUP BY ALL
),
about AS (
    SELECT m.subject_id, e.claim_id, e.role AS how FROM verdict_evidence AS e JOIN member AS m USING (designation_id)
    UNION
    SELECT m.subject_id, t.claim_id, 'may be named' FROM claim_target AS t JOIN member AS m USING (designation_id)
    WHERE NOT EXISTS (FROM verdict_evidence AS e WHERE e.claim_id = t.claim_id AND e.designation_id = t.designation_id)
),
claims AS (
    SELECT subject_id, list({'claim_id': claim_id, 'how': how, 'quote': quote, 'verdict': verdict,
                             'fulfilled_on': fulfilled_on, 'on': article_date}
                            ORDER BY article_date DESC, claim_id) AS claims
    FROM (SELECT a.subject_id, a.claim_id, list(DISTINCT a.how ORDER BY a.how)
                     FILTER (WHERE a.how <> 'may be named' OR NOT a.named) AS how, any_value(c.quote) AS quote,
                 any_value(v.verdict) AS verdict, any_value(v.fulfilled_on) AS fulfilled_on,
                 any_value(c.article_date) AS article_date
          FROM (SELECT *, bool_or(how = 'named') OVER (PARTITION BY subject_id, claim_id) AS named FROM about) AS a
          JOIN claim AS c USING (claim_id) LEFT JOIN verdict AS v USING (claim_id) GROUP BY ALL)
    GROUP BY ALL
),
joined AS (
    SELECT subject_id, list_sort(list(DISTINCT {'of': least(of, other), 'other': greatest(of, other), 'kind': kind, 'explanation': explanation})) AS joined
    FROM judged WHERE other_subject = subject_id AND outcome IN ('joined', 'confirmed') GROUP BY ALL
),
near AS (
    SELECT subject_id, count(*) AS near_misses,
           list({'subject_id': other_subject, 'name': best.name, 'list_id': best.list, 'outcome': best.outcome,
                 'explanation': best.explanation} ORDER BY score DESC, best.name, other_subject)[:10] AS near
    FROM (SELECT subject_id, other_subject, max(score) AS score,
                 arg_max({'name': other_name, 'list': other_list, 'outcome': outcome, 'explanation': explanation},
                         {'score': score, 'other': other, 'of': of, 'kind': kind}) AS best
          FROM judged WHERE other_subject <> subject_id GROUP BY ALL)
    GROUP BY ALL
),
document AS (
    -- The listings are JSON already: they are put in as text, because a cast to JSON would read them all again.
    SELECT l.subject_id, '{"listings":[' || l.listings || '],' || substr(to_json({
            'subject_id': l.subject_id, 'party_type': coalesce(s.party_type, l.a_type), 'name': coalesce(s.primary_name, l.a_name),
            'ties': t.ties, 'claims': c.claims, 'joined': j.joined, 'near': r.near, 'near_misses': r.near_misses
        })::VARCHAR, 2) AS document
    FROM listing AS l
    LEFT JOIN subject AS s USING (subject_id)
    LEFT JOIN ties AS t USING (subject_id)
    LEFT JOIN claims AS c USING (subject_id)
    LEFT JOIN joined AS j USING (subject_id)
    LEFT JOIN near AS r USING (subject_id)
)
SELECT subject_id, md5(document) AS digest, document FROM document ORDER BY subject_id;
