CREATE VIEW designation_terms AS
WITH of_programmes AS (
    SELECT d.designation_id, list_sort(list_distinct(flatten(list(p.territories)))) AS territories
    FROM (SELECT designation_id, list_id, unnest(programmes) AS tag FROM designation) d
    JOIN programme p USING (list_id, tag)
    GROUP BY d.designation_id
)
SELECT
    d.designation_id, d.list_id, d.authority, d.entry_kind, d.primary_name, d.programmes, d.legal_basis, d.legal_basis_from,
    d.measures, d.measures_from, coalesce(p.territories, []) AS territories, d.listed_on, d.delisted_on
FROM designation d
LEFT JOIN of_programmes p USING (designation_id);
COMMENT ON VIEW designation_terms IS
    'Each designation and restriction with the acts it rests on, what it does and the territory it is aimed at: as the list states, else as its programmes do; legal_basis_from and measures_from say which.';

CREATE VIEW programme_by_act AS
SELECT unnest(acts) AS act, authority, list_id, tag, title, territories, since, until FROM programme;
COMMENT ON VIEW programme_by_act IS 'The programmes that rest on each legal act.';
