SELECT * FROM claim_verdict WHERE claim_id = '{0}';
SELECT passage, kind, is_cut FROM claim_passage WHERE claim_id = '{0}';
SELECT * FROM verdict_evidence WHERE claim_id = '{0}' ORDER BY role, listed_on, primary_name;
SELECT * FROM verdict_history WHERE claim_id = '{0}' ORDER BY held_on;
