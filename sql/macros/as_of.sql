-- What the lists said on a day, and between two days. Days are inclusive and those of the authority.

CREATE MACRO listed_from(listed_on, listed_by) AS coalesce(listed_on, listed_by);
COMMENT ON MACRO listed_from IS
    'The first day at whose end a designation was listed for certain: listed_on, or listed_by where no day is stated.';

CREATE MACRO listed_to(delisted_on) AS delisted_on - 1;
COMMENT ON MACRO listed_to IS 'The last day at whose end a designation was listed: the day before delisted_on; NULL while it is in force.';

CREATE MACRO is_listed_on(listed_on, listed_by, delisted_on, day) AS
    listed_from(listed_on, listed_by) <= CAST(day AS DATE)
    AND (delisted_on IS NULL OR listed_to(delisted_on) >= CAST(day AS DATE));
COMMENT ON MACRO is_listed_on IS
    'Whether a designation was listed at the end of a day: from listed_from to listed_to, both inclusive.';

-- The newest version says what the designation says, so only versions that a later one superseded are joined: a fifth of
-- the time of a join with all of them.
CREATE MACRO designations_on(day, of_list := NULL) AS TABLE
    SELECT d.* REPLACE (
        coalesce(v.primary_name, d.primary_name) AS primary_name,
        coalesce(v.party_type, d.party_type) AS party_type,
        coalesce(v.programmes, d.programmes) AS programmes
    )
    FROM designation AS d
    LEFT JOIN (
        FROM designation_version WHERE first_seen_on <= CAST(day AS DATE) AND superseded_on > CAST(day AS DATE)
    ) AS v USING (designation_id)
    WHERE is_listed_on(d.listed_on, d.listed_by, d.delisted_on, day)
      AND (of_list IS NULL OR d.list_id = of_list)
      AND d.entry_kind = 'designation';
COMMENT ON MACRO TABLE designations_on IS
    'Who was listed at the end of a day, on all lists or on one, with name, type and programmes as they stood then. Restrictions are left out: see restrictions_on. Ask held_on(day) what the answer rests on.';

CREATE MACRO restrictions_on(day, of_list := NULL) AS TABLE
    SELECT * FROM designation
    WHERE entry_kind = 'restriction'
      AND is_listed_on(listed_on, listed_by, delisted_on, day)
      AND (of_list IS NULL OR list_id = of_list);
COMMENT ON MACRO TABLE restrictions_on IS
    'Who was under a restriction that is no designation at the end of a day (export controls, debarments), with name and programmes as they stand now.';

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
    WHERE d.entry_kind = 'designation'
      AND (c.link = country_link OR country_link = 'any')
      AND c.country IS NOT NULL
      AND is_listed_on(d.listed_on, d.listed_by, d.delisted_on, day)
    GROUP BY ALL
    ORDER BY c.country, d.list_id, d.party_type;
COMMENT ON MACRO TABLE designations_by_country IS
    'Entries listed at the end of a day by country and list (subjects_by_country counts each party once), counting the link asked for: nationality, citizenship, registration, address, programme, … or any.';

CREATE MACRO subjects_by_country(day, country_link) AS TABLE
    SELECT c.country, d.authority, s.party_type, count(DISTINCT s.subject_id) AS subjects
    FROM designation_of_subject AS d
    JOIN designation_country AS c USING (designation_id)
    JOIN subject AS s USING (subject_id)
    WHERE d.entry_kind = 'designation'
      AND (c.link = country_link OR country_link = 'any')
      AND c.country IS NOT NULL
      AND is_listed_on(d.listed_on, d.listed_by, d.delisted_on, day)
    GROUP BY ALL
    ORDER BY c.country, d.authority, s.party_type;
COMMENT ON MACRO TABLE subjects_by_country IS
    'Subjects (real-world parties) that each authority had listed at the end of a day, by country, counting the link asked for: nationality, citizenship, registration, address, programme, … or any.';
