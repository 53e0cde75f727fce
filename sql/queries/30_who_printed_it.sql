-- Which outlets printed a claim that the record contradicts, or confirms only in part?
SELECT verdict, quote, printed, outlets
FROM printed_claim
WHERE verdict IN ('contradicted', 'partly_confirmed')
ORDER BY printed DESC, claim_id;
