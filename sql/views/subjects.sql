-- Who listed a party first, and how long the others took.

CREATE VIEW subject_listing AS
    SELECT s.subject_id, s.primary_name, s.party_type, d.authority,
           list(DISTINCT d.list_id ORDER BY d.list_id) AS lists,
           min(d.listed_on) AS listed_on,
           arg_min(d.listed_on_basis, d.listed_on) AS listed_on_basis,
           min(d.listed_by) AS listed_by,
           bool_or(d.delisted_on IS NULL) AS is_current
    FROM subject AS s
    JOIN subject_designation AS m USING (subject_id)
    JOIN designation AS d USING (designation_id)
    WHERE d.entry_kind = 'designation'
    GROUP BY ALL;
COMMENT ON VIEW subject_listing IS
    'Each real-world party under each authority: on which lists, since when. listed_on is NULL where no list dates it; it was listed by listed_by.';

CREATE VIEW subject_lag AS
    SELECT subject_id, primary_name, party_type, authority, listed_on, listed_on_basis,
           first_value(authority) OVER by_day AS first_mover,
           first_value(listed_on) OVER by_day AS first_listed_on,
           listed_on - first_value(listed_on) OVER by_day AS days_later
    FROM subject_listing
    WHERE listed_on IS NOT NULL
    WINDOW by_day AS (PARTITION BY subject_id ORDER BY listed_on, authority)
    QUALIFY count(*) OVER (PARTITION BY subject_id) > 1;
COMMENT ON VIEW subject_lag IS
    'Parties that several authorities list with a known day: who was first, and how many days later each other one was. An authority whose list states no day is not in it.';
