-- Why are two entries one party, or not?
-- For compliance officers
SELECT outcome, kind, score, designation_id, other_designation_id, explanation
FROM subject_evidence
ORDER BY outcome, score DESC
LIMIT 200;
