-- One row a designation, with the columns that people look for.

CREATE VIEW designation_wide AS
    WITH names AS (
        SELECT designation_id, list(DISTINCT name ORDER BY name) FILTER (WHERE quality <> 'primary') AS aliases
        FROM designation_name WHERE is_current GROUP BY ALL
    ), births AS (
        SELECT designation_id, min(earliest) AS born_from, max(latest) AS born_to, list(DISTINCT text ORDER BY text) AS births,
               count(DISTINCT (earliest, latest)) AS stated
        FROM designation_birth WHERE is_current GROUP BY ALL
    ), places AS (
        SELECT designation_id, list(DISTINCT text ORDER BY text) AS birth_places
        FROM designation_birth_place WHERE is_current GROUP BY ALL
    ), countries AS (
        SELECT designation_id,
               list(DISTINCT country ORDER BY country) FILTER (WHERE link IN ('nationality', 'citizenship')) AS nationality,
               list(DISTINCT country ORDER BY country) FILTER (WHERE link <> 'identifier') AS country
        FROM designation_country WHERE is_current AND country IS NOT NULL GROUP BY ALL
    ), identifiers AS (
        SELECT designation_id, list(DISTINCT kind || ': ' || value ORDER BY kind || ': ' || value) AS identifiers,
               min(value_normalised) FILTER (WHERE kind = 'imo') AS imo
        FROM designation_identifier WHERE is_current AND kind <> 'list_reference' GROUP BY ALL
    ), addresses AS (
        SELECT designation_id, list(DISTINCT text ORDER BY text) AS addresses
        FROM designation_address WHERE is_current GROUP BY ALL
    )
    SELECT d.designation_id, d.subject_id, d.list_id, d.authority, d.entry_kind, d.native_id,
           d.party_type,
           d.primary_name AS name, coalesce(n.aliases, []) AS aliases,
           coalesce(c.nationality, []) AS nationality, coalesce(c.country, []) AS country,
           CASE WHEN b.stated = 1 AND b.born_from = b.born_to THEN b.born_from END AS birth_date,
           b.born_from, b.born_to, coalesce(b.births, []) AS births, coalesce(p.birth_places, []) AS birth_places,
           coalesce(i.identifiers, []) AS identifiers, i.imo, coalesce(a.addresses, []) AS addresses,
           d.programmes, d.legal_basis, d.measures, d.listed_on, d.listed_on_basis, d.listed_by, d.delisted_on,
           d.delisted_on IS NULL AS is_current, d.remarks, d.source_url
    FROM designation_of_subject AS d
    LEFT JOIN names AS n USING (designation_id)
    LEFT JOIN births AS b USING (designation_id)
    LEFT JOIN places AS p USING (designation_id)
    LEFT JOIN countries AS c USING (designation_id)
    LEFT JOIN identifiers AS i USING (designation_id)
    LEFT JOIN addresses AS a USING (designation_id);
COMMENT ON VIEW designation_wide IS
    'One row a designation with what its list says now. country: by any link but the issuer of a document. birth_date: only where the list states one day; born_from and born_to span all that it states. A country that a list does not state is not there: Canada states hardly any nationality.';
