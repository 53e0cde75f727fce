-- One slice of the events, each with everything its page shows as one JSON document, and a digest of it.
WITH asked AS (
    SELECT e.*, r.verdict, r.headline, r.explanation, r.official_action, r.fulfilled_on
    FROM event AS e JOIN event_record AS r USING (event_id)
    WHERE hash(e.event_id) % $slices::UBIGINT = $slice::UBIGINT
),
made AS (
    SELECT m.event_id, m.score, m.reasons, c.*, a.outlet, a.title, a.url, v.verdict, v.claimed, v.found, v.residual, v.explanation,
           v.fulfilled_on, s.speaker, s.office, s.through, s.verb
    FROM event_claim AS m
    SEMI JOIN asked USING (event_id)
    JOIN claim AS c USING (claim_id)
    JOIN article AS a USING (article_id)
    LEFT JOIN verdict AS v USING (claim_id)
    LEFT JOIN statement_claim AS k USING (claim_id)
    LEFT JOIN statement AS s USING (statement_id)
),
told AS (
    SELECT event_id, list(to_json({
            'claim_id': claim_id, 'article_id': article_id, 'quote': quote, 'on': article_date, 'status': status, 'strength': strength,
            'outlet': outlet, 'title': title, 'url': url, 'count': count, 'count_qualifier': count_qualifier, 'count_text': count_text,
            'count_scope': count_scope, 'unit': unit, 'verdict': verdict, 'claimed': claimed, 'found': found, 'residual': residual,
            'fulfilled_on': fulfilled_on, 'speaker': speaker, 'office': office, 'through': through, 'verb': verb, 'score': score, 'reasons': reasons
        }) ORDER BY article_date NULLS LAST, article_id, quote_start, claim_id)[:200] AS claims
    FROM made GROUP BY event_id
),
action AS (
    SELECT event_id, list(to_json({
            'list_id': list_id, 'acted_on': acted_on, 'role': role, 'parties': parties, 'programmes': programmes, 'claims': claims,
            'rows': rows
        }) ORDER BY acted_on, list_id, role) AS actions
    FROM (
        SELECT a.event_id, a.list_id, a.acted_on, a.role, a.parties, a.programmes, a.claims,
               list(to_json({
                   'designation_id': d.designation_id, 'subject_id': d.party_id,
                   'entity_id': coalesce(d.subject_id, 'd-' || md5(d.designation_id)[:16]), 'name': d.primary_name,
                   'native_id': d.native_id, 'party_type': d.party_type, 'sha256': d.first_seen_sha256
               }) ORDER BY d.party_type DESC, d.primary_name, d.designation_id)[:100] AS rows
        FROM event_action AS a
        SEMI JOIN asked USING (event_id)
        LEFT JOIN designation_of_subject AS d ON list_contains(a.designation_ids, d.designation_id)
        GROUP BY ALL
    )
    GROUP BY event_id
),
speech AS (
    SELECT event_id, list(to_json({
            'speaker': speaker, 'office': office, 'through': through, 'verb': verb, 'words': words, 'is_quoted': is_quoted,
            'outlet': outlet, 'on': article_date
        }) ORDER BY article_date NULLS LAST, statement_id)[:40] AS statements
    FROM (
        SELECT DISTINCT m.event_id, s.*, a.outlet
        FROM made AS m
        JOIN statement AS s ON s.article_id = m.article_id
        JOIN article AS a ON a.article_id = s.article_id
        WHERE (s.speaker IS NOT NULL OR s.through IS NOT NULL)
          AND NOT EXISTS (SELECT 1 FROM statement_claim AS k WHERE k.statement_id = s.statement_id)
    )
    GROUP BY event_id
),
document AS (
    SELECT e.event_id, to_json({
            'event_id': e.event_id, 'headline': e.headline, 'authority': e.authority, 'action': e.action, 'measure': e.measure, 'country': e.target_country,
            'named_targets': e.named_targets, 'status': e.status, 'told_from': e.told_from, 'told_to': e.told_to, 'figures': e.figures,
            'outlets': e.outlets, 'of_claims': e.claims, 'of_articles': e.articles, 'first_on': e.first_reported_on,
            'last_on': e.last_reported_on, 'merged_from': e.merged_from, 'verdict': e.verdict, 'explanation': e.explanation,
            'official_action': e.official_action, 'fulfilled_on': e.fulfilled_on,
            'gdelt_rows': n.gdelt_rows, 'mentions': n.mentions, 'most_sources': n.most_sources,
            'claims': t.claims, 'actions': a.actions, 'statements': s.statements
        })::VARCHAR AS document
    FROM asked AS e
    LEFT JOIN told AS t USING (event_id)
    LEFT JOIN action AS a USING (event_id)
    LEFT JOIN speech AS s USING (event_id)
    LEFT JOIN event_attention AS n USING (event_id)
)
SELECT event_id, md5(document) AS digest, document FROM document ORDER BY event_id;
