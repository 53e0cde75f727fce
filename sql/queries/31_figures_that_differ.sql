-- Which figures in the press are furthest from those of the record, and by how much?
-- For editors
SELECT quote, outlet, authority, verdict, claimed, found, residual, residual_share, explanation
FROM claim_residual;
