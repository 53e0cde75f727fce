-- How many parties do two authorities both list now? Each party counts once, on however many lists it is.
-- For analysts
PIVOT authority_overlap ON other_authority USING sum(subjects)::BIGINT GROUP BY authority ORDER BY authority;
