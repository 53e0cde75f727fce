-- What did the press claim, and what does the record say?
-- For editors
SELECT verdict, authority, status, quote, claimed, found, residual, explanation
FROM claim_verdict
ORDER BY article_id, claim_id;
