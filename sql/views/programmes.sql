CREATE VIEW designation_terms AS
WITH of_programmes AS (
    SELECT
        d.designation_id,
        list_sort(list_distinct(flatten(list(p.acts)))) AS acts,
        list_sort(list_distinct(flatten(list(p.measures)))) AS measures,
        list_sort(list_distinct(flatten(list(p.territories)))) AS territories
    FROM (SELECT designation_id, list_id, unnest(programmes) AS tag FROM designation) d
    JOIN programme p USING (list_id, tag)
    GROUP BY d.designation_id
)
SELECT
    d.designation_id,
    d.list_id,
    d.authority,
    d.primary_name,
    d.programmes,
    CASE WHEN len(d.legal_basis) > 0 THEN d.legal_basis ELSE coalesce(p.acts, []) END AS legal_basis,
    CASE WHEN len(d.legal_basis) > 0 THEN 'list' WHEN len(p.acts) > 0 THEN 'programme' END AS legal_basis_from,
    CASE WHEN len(d.measures) > 0 THEN d.measures ELSE coalesce(p.measures, []) END AS measures,
    CASE WHEN len(d.measures) > 0 THEN 'list' WHEN len(p.measures) > 0 THEN 'programme' END AS measures_from,
    coalesce(p.territories, []) AS territories,
    d.listed_on,
    d.delisted_on
FROM designation d
LEFT JOIN of_programmes p USING (designation_id);
COMMENT ON VIEW designation_terms IS
    'Each designation with the acts it rests on, what it does and the territory it is aimed at: as the list states, else of its programmes; legal_basis_from and measures_from say which.';

CREATE VIEW programme_by_act AS
SELECT unnest(acts) AS act, authority, list_id, tag, title, territories, since, until FROM programme;
COMMENT ON VIEW programme_by_act IS 'The programmes that rest on each legal act.';
