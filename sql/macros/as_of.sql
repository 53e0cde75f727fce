-- What the lists said on a day, and between two days. Days are inclusive and those of the authority.

CREATE MACRO designations_on(day, of_list := NULL) AS TABLE
    SELECT d.* EXCLUDE (asked_on) REPLACE (
        coalesce(v.primary_name, d.primary_name) AS primary_name,
        coalesce(v.party_type, d.party_type) AS party_type,
        coalesce(v.programmes, d.programmes) AS programmes
    )
    FROM (SELECT *, CAST(day AS DATE) AS asked_on FROM designation) AS d
    ASOF LEFT JOIN designation_version AS v
        ON v.designation_id = d.designation_id AND d.asked_on >= v.first_seen_on
    WHERE coalesce(d.listed_on, d.listed_by) <= d.asked_on
      AND (d.delisted_on IS NULL OR d.delisted_on > d.asked_on)
      AND (of_list IS NULL OR d.list_id = of_list);
COMMENT ON MACRO TABLE designations_on IS
    'Who was listed at the end of a day, on all lists or on one, with name, type and programmes as they stood then. Ask held_on(day) what the answer rests on.';

CREATE MACRO changes_between(first_day, last_day) AS TABLE
    SELECT * FROM change
    WHERE changed_on BETWEEN CAST(first_day AS DATE) AND CAST(last_day AS DATE);
COMMENT ON MACRO TABLE changes_between IS 'Every change of every list from one day to another, one row a party and change.';

CREATE MACRO actions_between(first_day, last_day) AS TABLE
    SELECT list_id, authority, acted_on, acted_after, acted_on_basis, action_kind, programmes, party_type, parties, native_ids
    FROM action
    WHERE acted_on BETWEEN CAST(first_day AS DATE) AND CAST(last_day AS DATE);
COMMENT ON MACRO TABLE actions_between IS
    'What each authority did from one day to another: one row a list, day, kind, programme set and party type, with the number of parties.';

CREATE MACRO held_on(day) AS TABLE
    SELECT list_id, authority, snapshot_before, sha256_before, snapshot_after, held
    FROM held_interval
    WHERE (held_from IS NULL OR held_from <= CAST(day AS DATE))
      AND (held_to IS NULL OR held_to >= CAST(day AS DATE))
    ORDER BY list_id;
COMMENT ON MACRO TABLE held_on IS 'What was held of each list on a day: the snapshot in force and the next one. A list that is not held says nothing.';

CREATE MACRO designations_by_country(day, country_link) AS TABLE
    SELECT c.country, d.list_id, d.authority, d.party_type, count(DISTINCT d.designation_id) AS parties
    FROM designation AS d
    JOIN designation_country AS c USING (designation_id)
    WHERE (c.link = country_link OR country_link = 'any')
      AND c.country IS NOT NULL
      AND coalesce(d.listed_on, d.listed_by) <= CAST(day AS DATE)
      AND (d.delisted_on IS NULL OR d.delisted_on > CAST(day AS DATE))
    GROUP BY ALL
    ORDER BY c.country, d.list_id, d.party_type;
COMMENT ON MACRO TABLE designations_by_country IS
    'Parties listed at the end of a day by country, counting the link asked for: nationality, citizenship, registration, address, programme, … or any.';
