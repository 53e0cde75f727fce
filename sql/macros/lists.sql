-- How old what is held of each list is, and whether it is stale. The only definition of both.

CREATE MACRO list_status_on(day) AS TABLE
    WITH aged AS (
        SELECT s.*, l.cadence_days, l.closed_on, CAST(day AS DATE) - s.published_on AS age_days,
               s.state = 'current' AND l.closed_on IS NULL
               AND coalesce(s.judged_on, CAST(day AS DATE)) - s.published_on > l.cadence_days AS became_overdue
        FROM list_status AS s
        JOIN official_list AS l USING (list_id)
    )
    SELECT * EXCLUDE (became_overdue) REPLACE (
        became_overdue OR coalesce(is_overdue, false) AS is_overdue,
        CASE WHEN became_overdue THEN 'stale' ELSE state END AS state,
        CASE WHEN became_overdue
             THEN coalesce(rtrim(reason, '.') || '; ', '') || 'nothing newer than ' || published_on || ' is held, and a new one is due every '
                  || cadence_days || ' days.'
             ELSE reason END AS reason
    )
    FROM aged
    ORDER BY list_id;
COMMENT ON MACRO TABLE list_status_on IS
    'Table list_status with the age of each list in days, and its state as of a day: stale from the day on which the next publication is overdue. Ask it of current_date.';
