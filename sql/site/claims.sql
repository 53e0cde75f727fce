-- One slice of the claims, each with everything its page shows as one JSON document, and a digest of it.
WITH asked AS (
    SELECT c.*, a.title, a.url, a.outlet, a.sha256 AS article_sha256, a.characters, a.published_on, a.date_basis
    FROM claim AS c JOIN article AS a USING (article_id)
    WHERE hash(claim_id) % $slices::UBIGINT = $slice::UBIGINT
),
cited AS (
    SELECT e.claim_id, count(*) AS cited, list(to_json({
            'designation_id': e.designation_id, 'subject_id': coalesce(s.subject_id, e.designation_id), 'role': e.role,
            'list_id': e.list_id, 'native_id': e.native_id, 'party_type': e.party_type, 'name': e.primary_name,
            'programmes': e.programmes, 'listed_on': e.listed_on, 'basis': e.listed_on_basis, 'after': d.listed_after,
            'by': d.listed_by, 'delisted_on': d.delisted_on, 'sha256': e.sha256, 'published_on': e.published_on, 'source_url': e.source_url
        }) ORDER BY array_position(['counted', 'named', 'fulfilment', 'context'], e.role), e.listed_on, e.party_type DESC,
                    e.primary_name, e.designation_id)[:300] AS rows
    FROM verdict_evidence AS e
    SEMI JOIN asked USING (claim_id)
    LEFT JOIN designation AS d USING (designation_id)
    LEFT JOIN subject_designation AS s USING (designation_id)
    GROUP BY ALL
),
target AS (
    SELECT t.claim_id, list(to_json({
            'name': t.name, 'designation_id': t.designation_id, 'subject_id': coalesce(s.subject_id, t.designation_id), 'list_id': t.list_id,
            'primary_name': t.primary_name, 'matched_name': t.matched_name, 'score': t.score, 'listed_on': t.listed_on,
            'explanation': t.explanation
        }) ORDER BY t.name, t.score DESC, t.designation_id)[:100] AS targets
    FROM claim_target AS t
    SEMI JOIN asked USING (claim_id)
    LEFT JOIN subject_designation AS s USING (designation_id)
    GROUP BY ALL
),
past AS (
    SELECT claim_id, list(to_json({'on': held_on, 'verdict': verdict, 'found': found, 'reasons': reasons, 'explanation': explanation})
                          ORDER BY held_on) AS history
    FROM verdict_history SEMI JOIN asked USING (claim_id) GROUP BY ALL
),
correction AS (
    SELECT claim_id, list(to_json({'field': field, 'read': value_read, 'value': value, 'by': corrected_by, 'on': corrected_on,
                                   'reason': reason, 'state': state}) ORDER BY line) AS corrections
    FROM claim_correction SEMI JOIN asked USING (claim_id) GROUP BY ALL
),
neighbour AS (
    SELECT a.claim_id, list(to_json({'claim_id': o.claim_id, 'quote': o.quote, 'start': o.quote_start, 'end': o.quote_end,
                                     'verdict': v.verdict, 'fulfilled_on': v.fulfilled_on}) ORDER BY o.quote_start, o.claim_id)[:50] AS neighbours
    FROM asked AS a
    JOIN claim AS o ON o.article_id = a.article_id AND o.claim_id <> a.claim_id
    LEFT JOIN verdict AS v ON v.claim_id = o.claim_id
    GROUP BY ALL
),
document AS (
    SELECT c.claim_id, to_json({
            'claim_id': c.claim_id, 'article_id': c.article_id, 'quote': c.quote, 'start': c.quote_start, 'end': c.quote_end,
            'authority': c.authority, 'status': c.status, 'action': c.action, 'measure': c.measure, 'strength': c.strength,
            'count': c.count, 'count_qualifier': c.count_qualifier, 'count_text': c.count_text, 'count_scope': c.count_scope,
            'unit': c.unit, 'country': c.target_country, 'named_targets': c.named_targets, 'event_date': c.event_date,
            'event_from': c.event_from, 'event_to': c.event_to, 'attributed_to': c.attributed_to, 'rules': c.evidence,
            'on': c.article_date, 'date_basis': c.date_basis, 'title': c.title, 'url': c.url, 'outlet': c.outlet,
            'article_sha256': c.article_sha256, 'characters': c.characters, 'passage': p.passage, 'passage_start': p.passage_start,
            'passage_kind': p.kind, 'passage_is_cut': p.is_cut, 'passage_end': p.passage_end,
            'verdict': v.verdict, 'claimed': v.claimed, 'found': v.found, 'residual': v.residual, 'individuals': v.individuals,
            'entities': v.entities, 'vessels': v.vessels, 'aircraft': v.aircraft, 'reasons': v.reasons, 'explanation': v.explanation,
            'alternatives': v.alternatives, 'acted_on': v.acted_on, 'fulfilled_on': v.fulfilled_on,
            'record_from': v.record_from, 'record_to': v.record_to, 'asserted': v.asserted, 'readings': v.readings,
            'coverage': v.coverage, 'would_decide': v.would_decide,
            'cited': coalesce(e.cited, 0), 'rows': e.rows, 'targets': t.targets, 'history': h.history, 'neighbours': n.neighbours,
            'corrections': k.corrections, 'event_id': m.event_id
        })::VARCHAR AS document
    FROM asked AS c
    LEFT JOIN verdict AS v USING (claim_id)
    LEFT JOIN cited AS e USING (claim_id)
    LEFT JOIN target AS t USING (claim_id)
    LEFT JOIN past AS h USING (claim_id)
    LEFT JOIN neighbour AS n USING (claim_id)
    LEFT JOIN correction AS k USING (claim_id)
    LEFT JOIN event_claim AS m USING (claim_id)
    LEFT JOIN claim_passage AS p USING (claim_id)
)
SELECT claim_id, md5(document) AS digest, document FROM document ORDER BY claim_id;
