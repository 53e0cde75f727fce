-- Which designations of different lists share an official number?
-- For compliance officers
SELECT a.kind, a.value_normalised, a.designation_id AS one, b.designation_id AS other
FROM designation_identifier AS a
JOIN designation_identifier AS b USING (kind, value_normalised)
WHERE a.kind IN ('passport', 'imo', 'tax_id', 'registration', 'swift_bic', 'lei', 'un_reference')
  AND split_part(a.designation_id, ':', 1) < split_part(b.designation_id, ':', 1)
ORDER BY ALL;
