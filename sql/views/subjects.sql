-- Parties by authority: a party that an authority has on two lists, or twice on one, counts once.

CREATE VIEW subject_listing AS
    SELECT s.subject_id, s.primary_name, s.party_type, d.authority,
           list(DISTINCT d.list_id ORDER BY d.list_id) AS lists,
           min(d.listed_on) AS listed_on,
           arg_min(d.listed_on_basis, d.listed_on) AS listed_on_basis,
           min(d.listed_by) AS listed_by,
           arg_min(d.is_dated, d.listed_on) AS is_dated,
           bool_or(d.delisted_on IS NULL) AS is_current,
           CASE WHEN bool_and(d.delisted_on IS NOT NULL) THEN max(d.delisted_on) END AS delisted_on,
           arg_max(d.is_end_dated, d.delisted_on) AS is_end_dated
    FROM subject AS s
    JOIN designation_of_subject AS d USING (subject_id)
    WHERE d.entry_kind = 'designation'
    GROUP BY ALL;
COMMENT ON VIEW subject_listing IS
    'Each real-world party under each authority: on which lists, since when. listed_on is NULL where no list dates it; it was listed by listed_by. delisted_on: the day from which none of its lists has it. is_dated, is_end_dated: the day is known to 30 days, and is not just the first snapshot after a long gap.';

CREATE VIEW subject_addition AS
    SELECT d.authority, d.subject_id, s.primary_name, s.party_type, d.programmes, min(d.listed_on) AS listed_on,
           arg_min(d.listed_on_basis, d.listed_on) AS listed_on_basis,
           arg_min(d.is_dated, d.listed_on) AS is_dated,
           list(DISTINCT d.list_id ORDER BY d.list_id) AS lists
    FROM designation_of_subject AS d
    JOIN subject AS s USING (subject_id)
    WHERE d.entry_kind = 'designation'
    GROUP BY d.authority, d.subject_id, s.primary_name, s.party_type, d.programmes;
COMMENT ON VIEW subject_addition IS
    'Each real-world party under each authority and set of programmes: the first day of listing. A party that is listed again under other programmes has a further row; authority_month counts these rows, a party once a month. Ask for is_dated where the day matters.';

CREATE VIEW authority_month AS
    WITH act AS (
        SELECT authority, listed_on AS acted_on, 'added' AS act, subject_id, party_type FROM subject_addition WHERE is_dated
        UNION ALL
        SELECT authority, delisted_on, 'removed', subject_id, party_type FROM subject_listing
        WHERE delisted_on IS NOT NULL AND is_end_dated
    )
    SELECT authority, CAST(date_trunc('month', acted_on) AS DATE) AS month, act, count(DISTINCT subject_id) AS subjects,
           count(DISTINCT subject_id) FILTER (WHERE party_type = 'individual') AS individuals,
           count(DISTINCT subject_id) FILTER (WHERE party_type = 'entity') AS entities,
           count(DISTINCT subject_id) FILTER (WHERE party_type = 'vessel') AS vessels,
           count(DISTINCT subject_id) FILTER (WHERE party_type = 'aircraft') AS aircraft
    FROM act
    GROUP BY ALL
    ORDER BY ALL;
COMMENT ON VIEW authority_month IS
    'Subjects (real-world parties) that each authority listed, or has on none of its lists any more, by month: what the press counts. A party on two lists counts once; one listed again under another programme counts again. additions_by_month counts entries list by list. Parties that appeared or left in a gap of more than 30 days between snapshots are in no month.';

CREATE VIEW authority_overlap AS
    SELECT a.authority, b.authority AS other_authority, count(*) AS subjects
    FROM subject_listing AS a
    JOIN subject_listing AS b USING (subject_id)
    WHERE a.is_current AND b.is_current
    GROUP BY ALL
    ORDER BY ALL;
COMMENT ON VIEW authority_overlap IS
    'Subjects that two authorities both have on a list now; with itself, all that an authority has.';

CREATE VIEW subject_lag AS
    SELECT subject_id, primary_name, party_type, authority, listed_on, listed_on_basis,
           first_value(authority) OVER by_day AS first_mover,
           first_value(listed_on) OVER by_day AS first_listed_on,
           listed_on - first_value(listed_on) OVER by_day AS days_later
    FROM subject_listing
    WHERE is_dated
    WINDOW by_day AS (PARTITION BY subject_id ORDER BY listed_on, authority)
    QUALIFY count(*) OVER (PARTITION BY subject_id) > 1;
COMMENT ON VIEW subject_lag IS
    'Parties that several authorities list with a known day: who was first, and how many days later each other one was. An authority whose list states no day, or of which no snapshot is held within 30 days of it, is not in it.';
