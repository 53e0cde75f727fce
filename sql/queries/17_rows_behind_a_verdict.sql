-- On which official rows, of which snapshot, does each verdict rest?
-- For editors
SELECT v.claim_id, v.verdict, e.role, e.designation_id, e.primary_name, e.listed_on, e.listed_on_basis, e.sha256, e.source_url
FROM verdict AS v
JOIN verdict_evidence AS e USING (claim_id)
ORDER BY ALL;
