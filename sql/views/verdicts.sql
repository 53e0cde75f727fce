-- What to make of many verdicts: figures that differ, reasons, and verdicts that changed.

CREATE VIEW claim_residual AS
    SELECT claim_id, article_id, outlet, article_date, authority, target_country, unit, quote, verdict,
           claimed, found, residual, round(abs(residual) / nullif(claimed, 0), 3) AS residual_share,
           individuals, entities, explanation, strength, origin
    FROM claim_verdict
    WHERE residual IS NOT NULL
    ORDER BY abs(residual) DESC, claim_id;
COMMENT ON VIEW claim_residual IS 'Claims whose figure was held against one of the record, the furthest from it first. A claim of which nothing was counted has no residual and is not here.';
COMMENT ON COLUMN claim_residual.residual_share IS 'The residual as a part of the figure claimed, without its sign.';

CREATE VIEW verdicts_by_reason AS
    SELECT verdict, strength, reason, count(*) AS claims, count(DISTINCT authority) AS authorities
    FROM (
        SELECT v.verdict, v.strength, unnest(v.reasons) AS reason, c.authority
        FROM verdict AS v JOIN claim AS c USING (claim_id)
    )
    GROUP BY ALL
    ORDER BY verdict, strength, claims DESC, reason;
COMMENT ON VIEW verdicts_by_reason IS 'Number of claims by verdict, strength and reason: background claims are counted apart. A verdict with several reasons counts for each.';

CREATE VIEW verdict_reading AS
    SELECT claim_id, verdict, place, reading.fit, reading.found, reading.words, asserted, origin
    FROM (SELECT *, unnest(readings) AS reading, generate_subscripts(readings, 1) AS place FROM verdict)
    ORDER BY claim_id, place;
COMMENT ON VIEW verdict_reading IS 'The readings tried for each verdict, one row a reading. A verdict is contradicted only where none fits and none may fit.';

CREATE VIEW verdict_change AS
    SELECT claim_id, held_on, verdict_before, verdict, found_before, found, fulfilled_on, explanation, origin
    FROM (
        SELECT *, lag(verdict) OVER w AS verdict_before, lag(found) OVER w AS found_before,
               row_number() OVER w AS place
        FROM verdict_history
        WINDOW w AS (PARTITION BY claim_id ORDER BY held_on)
    )
    WHERE place > 1
    ORDER BY held_on DESC, claim_id;
COMMENT ON VIEW verdict_change IS 'Each time a verdict, its figure, its fulfilment or its reasons changed after the article came, with what they were before and the day whose snapshots changed them.';
