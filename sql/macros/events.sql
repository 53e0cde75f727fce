-- Acts and press between two days, in both directions.

CREATE MACRO acts_with_press(first_day, last_day) AS TABLE
    SELECT * FROM act_press
    WHERE acted_on BETWEEN CAST(first_day AS DATE) AND CAST(last_day AS DATE) AND claims > 0
    ORDER BY acted_on, authority;
COMMENT ON MACRO TABLE acts_with_press IS 'Official acts of these days of which an article held tells, with figures, outlets and lag.';

CREATE MACRO acts_without_press(first_day, last_day) AS TABLE
    SELECT authority, acted_on, parties, individuals, entities, programmes, restatement FROM act_press
    WHERE acted_on BETWEEN CAST(first_day AS DATE) AND CAST(last_day AS DATE) AND claims = 0
    ORDER BY acted_on, authority;
COMMENT ON MACRO TABLE acts_without_press IS 'Official acts of these days of which no article held tells. Articles that are not held may.';

CREATE MACRO press_without_act(first_day, last_day) AS TABLE
    SELECT event_id, authority, target_country, status, told_from, told_to, figures, outlets, claims, official_action,
           verdict, explanation
    FROM event_record
    WHERE told_from <= CAST(last_day AS DATE) AND told_to >= CAST(first_day AS DATE)
      AND status IN ('imposed', 'lifted') AND official_action <> 'known'
    ORDER BY told_from, event_id;
COMMENT ON MACRO TABLE press_without_act IS 'Events reported as done on these days for which no official action is known, and whether the record held could show one.';
