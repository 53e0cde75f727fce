-- Which outlets printed each claim, in its original or in a copy, and what does the record say of it?
-- For editors
SELECT verdict, quote, printed, outlets
FROM printed_claim
ORDER BY printed DESC, claim_id;
