-- Summaries that many questions start from.

CREATE VIEW action AS
    SELECT list_id, authority, changed_on AS acted_on, changed_after AS acted_after, change_basis AS acted_on_basis,
           change_kind AS action_kind, programmes, party_type,
           count(DISTINCT designation_id) AS parties,
           list(DISTINCT native_id ORDER BY native_id) AS native_ids
    FROM change
    ANTI JOIN (FROM designation WHERE entry_kind = 'restriction') USING (designation_id)
    GROUP BY ALL;
COMMENT ON VIEW action IS 'What one authority did on one day: parties by kind of change, programme set and party type. Only the kind added counts new designations; changes of restrictions are left out.';

CREATE VIEW current_designation AS
    SELECT * FROM designation WHERE delisted_on IS NULL AND entry_kind = 'designation';
COMMENT ON VIEW current_designation IS 'Designations in force in the newest snapshot held of their list, without restrictions.';

CREATE VIEW current_restriction AS
    SELECT * FROM designation WHERE delisted_on IS NULL AND entry_kind = 'restriction';
COMMENT ON VIEW current_restriction IS
    'Entries in force that bar from exports or contracts and freeze nothing: Denied Persons, Entity List, End User List, debarments. They are no designations.';

CREATE VIEW claim_verdict AS
    SELECT c.claim_id, c.article_id, a.outlet, a.title, a.url, c.article_date, c.quote, c.authority, c.status, c.strength,
           c.count, c.unit,
           c.target_country, c.named_targets, c.event_date, c.attributed_to,
           v.verdict, v.claimed, v.found, v.residual, v.individuals, v.entities, v.explanation, v.fulfilled_on, v.origin,
           EXISTS (FROM claim_correction AS k WHERE k.claim_id = c.claim_id AND k.state = 'applied') AS is_corrected
    FROM claim AS c
    JOIN article AS a USING (article_id)
    LEFT JOIN verdict AS v USING (claim_id);
COMMENT ON VIEW claim_verdict IS 'Each claim with its verdict on one row. Count claims by strength: one that is only presupposed (background) is judged, and says less of its article.';
COMMENT ON COLUMN claim_verdict.is_corrected IS 'Whether the verdict rests on a correction by a person (table claim_correction); the other columns of the claim are as they were read.';

CREATE VIEW verdicts_by_authority AS
    SELECT authority, strength, verdict, count(*) AS claims, sum(abs(residual))::BIGINT AS residual
    FROM claim_verdict GROUP BY ALL ORDER BY ALL;
COMMENT ON VIEW verdicts_by_authority IS 'Number of claims by authority, strength and verdict: background claims are counted apart.';

CREATE VIEW verdicts_by_outlet AS
    SELECT outlet, strength, verdict, count(*) AS claims
    FROM claim_verdict GROUP BY ALL ORDER BY ALL;
COMMENT ON VIEW verdicts_by_outlet IS 'Number of claims by outlet, strength and verdict: background claims are counted apart. A claim counts for the outlet of its original article; printed_claim has the others.';

CREATE VIEW listed_over_time AS
    SELECT list_id, published_on AS day, arg_max(parties, seen_at) AS parties,
           sum(added)::BIGINT AS added, sum(removed)::BIGINT AS removed
    FROM snapshot WHERE state = 'used' GROUP BY ALL ORDER BY ALL;
COMMENT ON VIEW listed_over_time IS 'Number of parties on each list on each day of which a snapshot is held.';
