-- Why does a claim belong to its event?
-- For data engineers
SELECT m.event_id, m.claim_id, m.score, m.reasons
FROM event_claim AS m
ORDER BY m.event_id, m.score, m.claim_id;
