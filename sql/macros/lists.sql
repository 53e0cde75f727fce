-- How old what is held of each list is, and whether it is stale. The only definition of both.

CREATE MACRO list_status_on(day) AS TABLE
    WITH aged AS (
        SELECT s.*, l.cadence_days, l.closed_on, CAST(day AS DATE) - s.published_on AS age_days,
               coalesce(s.judged_on, CAST(day AS DATE)) - s.published_on > l.cadence_days AS is_overdue
        FROM list_status AS s
        JOIN official_list AS l USING (list_id)
    ), judged AS (
        SELECT * REPLACE (state = 'current' AND closed_on IS NULL AND is_overdue AS is_overdue)
        FROM aged
    )
    SELECT * EXCLUDE (is_overdue) REPLACE (
        CASE WHEN is_overdue THEN 'stale' ELSE state END AS state,
        CASE WHEN is_overdue
             THEN coalesce(rtrim(reason, '.') || '; ', '') || 'nothing newer than ' || published_on || ' is held, and a new one is due every '
                  || cadence_days || ' days.'
             ELSE reason END AS reason
    )
    FROM judged
    ORDER BY list_id;
COMMENT ON MACRO TABLE list_status_on IS
    'Table list_status with the age of each list in days, and its state as of a day: stale from the day on which the next publication is overdue. Ask it of current_date.';
