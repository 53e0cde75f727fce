-- Parties that seem to go on under another id.

CREATE VIEW id_change AS
    WITH gone AS (
        SELECT list_id, sha256, designation_id, native_id, primary_name, party_type FROM change WHERE change_kind = 'removed'
    ),
    come AS (
        SELECT list_id, sha256, designation_id, native_id, primary_name, party_type FROM change WHERE change_kind = 'added'
    ),
    shared AS (
        SELECT g.list_id, g.sha256, g.designation_id AS old_id, c.designation_id AS new_id, 'identifier' AS evidence,
               any_value(a.label || ' ' || a.value) AS shared_value
        FROM gone AS g
        JOIN come AS c USING (list_id, sha256, party_type)
        JOIN designation_identifier AS a ON a.designation_id = g.designation_id
        JOIN designation_identifier AS b
            ON b.designation_id = c.designation_id AND b.kind = a.kind AND b.value_normalised = a.value_normalised
        WHERE a.kind IN ('passport', 'national_id', 'tax_id', 'registration', 'imo', 'lei', 'un_reference', 'eu_reference')
        GROUP BY ALL
        UNION ALL
        SELECT g.list_id, g.sha256, g.designation_id, c.designation_id, 'name', any_value(a.name)
        FROM gone AS g
        JOIN come AS c USING (list_id, sha256, party_type)
        JOIN designation_name AS a ON a.designation_id = g.designation_id AND a.quality = 'primary'
        JOIN designation_name AS b ON b.designation_id = c.designation_id AND b.name_latin = a.name_latin AND b.quality <> 'weak'
        GROUP BY ALL
    ),
    pairs AS (
        SELECT list_id, sha256, old_id, new_id, list(evidence ORDER BY evidence) AS evidence,
               list(shared_value ORDER BY evidence) AS shared_values
        FROM shared
        GROUP BY ALL
    )
    SELECT p.list_id, s.published_on AS changed_on,
           CASE
               WHEN count(*) OVER (PARTITION BY p.list_id, p.sha256, p.new_id) > 1 THEN 'merged'
               WHEN count(*) OVER (PARTITION BY p.list_id, p.sha256, p.old_id) > 1 THEN 'split'
               ELSE 'moved'
           END AS id_change_kind,
           p.old_id, p.new_id, o.primary_name AS old_name, n.primary_name AS new_name, p.evidence, p.shared_values, p.sha256
    FROM pairs AS p
    JOIN designation AS o ON o.designation_id = p.old_id
    JOIN designation AS n ON n.designation_id = p.new_id
    JOIN (SELECT list_id, sha256, min(published_on) AS published_on FROM snapshot GROUP BY ALL) AS s
        ON s.list_id = p.list_id AND s.sha256 = p.sha256
    WHERE p.old_id <> p.new_id;
COMMENT ON VIEW id_change IS
    'Parties that leave a list in the same snapshot in which another id with an official number or a name of theirs comes: moved to another id, merged into one, or split into several. Evidence, not a statement of the list; their removal and addition stay counted as such.';
