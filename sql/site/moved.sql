-- Verdicts that changed after the article came, and on which day's snapshots.
SELECT h.claim_id, h.held_on, h.verdict, h.explanation, c.quote, lag(h.verdict) OVER w AS before,
       row_number() OVER w AS place
FROM verdict_history AS h
JOIN claim AS c USING (claim_id)
WINDOW w AS (PARTITION BY h.claim_id ORDER BY h.held_on)
ORDER BY h.held_on DESC, h.claim_id;
