-- Each claim with its verdict, in the order of the articles.
SELECT claim_id, verdict, authority, status, quote, claimed, found, residual, fulfilled_on, explanation
FROM claim_verdict
ORDER BY claim_id;
