-- Whom an official number or a name means, asked in SQL. Other spellings, scripts and slips: see `sanctions screen`.

CREATE MACRO number_to_compare(number) AS
    upper(regexp_replace(
        regexp_replace(trim(number), '(?i)^((imo|bic|swift|passport|id|tax|registration|reg|no|nr|number|lei|wallet|ref|reference)\b[\s.:#]*)+', ''),
        '[^\pL\pN]', '', 'g'
    ));
COMMENT ON MACRO number_to_compare IS 'A number without its label and separators, upper case: as in designation_identifier.value_normalised.';

CREATE MACRO designations_numbered(number) AS TABLE
    SELECT d.designation_id, d.subject_id, d.list_id, d.party_type, d.primary_name, n.kind, n.value, d.listed_on, d.delisted_on
    FROM (
        SELECT designation_id, kind, value FROM designation_identifier
        WHERE value_normalised IN (number_to_compare(number), trim(number))
        UNION
        SELECT designation_id, 'id on the list', native_id FROM designation
        WHERE upper(regexp_replace(native_id, '[^\pL\pN]', '', 'g')) = number_to_compare(number)
    ) AS n
    JOIN designation_of_subject AS d USING (designation_id)
    ORDER BY d.list_id, d.designation_id, n.kind;
COMMENT ON MACRO TABLE designations_numbered IS
    'Designations with an official number or an id on a list, in whatever separators: passport, IMO, tax number, BIC, wallet, reference.';

CREATE MACRO designations_named(name) AS TABLE
    SELECT d.designation_id, d.subject_id, d.list_id, d.party_type, d.primary_name, n.name AS matched_name,
        round(len(list_distinct(string_split(lower(strip_accents(regexp_replace(trim(name), '[^\pL\pN]+', ' ', 'g'))), ' ')))
            / len(list_distinct(string_split(n.name_latin, ' '))), 3) AS share_of_name,
        d.listed_on, d.delisted_on
    FROM designation_name AS n
    JOIN designation_of_subject AS d USING (designation_id)
    WHERE lower(n.name) = lower(trim(name))
        OR list_has_all(
            string_split(n.name_latin, ' '),
            string_split(lower(strip_accents(regexp_replace(trim(name), '[^\pL\pN]+', ' ', 'g'))), ' ')
        )
    ORDER BY share_of_name DESC, d.list_id, d.designation_id;
COMMENT ON MACRO TABLE designations_named IS
    'Designations with a name that has all words of this one, in any order and without accents; share_of_name is the share of the listed name that was asked for.';
