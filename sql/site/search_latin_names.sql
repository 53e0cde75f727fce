-- Every name by which a subject may be looked for in Latin letters, where these are other words than the name as published:
-- names of other scripts, and those with an apostrophe or a letter that is written otherwise ("Da'ud", daud).
SELECT DISTINCT coalesce(s.subject_id, n.designation_id) AS subject_id, n.name_latin AS text
FROM designation_name AS n LEFT JOIN subject_designation AS s USING (designation_id)
WHERE regexp_replace(strip_accents(lower(n.name)), '[^a-z0-9]+', ' ', 'g') <> n.name_latin;
