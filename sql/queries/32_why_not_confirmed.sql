-- For what reasons are claims not confirmed: does the record say otherwise, or is it not held?
-- For editors
SELECT verdict, strength, reason, claims, authorities
FROM verdicts_by_reason
WHERE verdict <> 'confirmed';
