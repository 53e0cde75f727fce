-- The official act of an authority on a day.
SELECT authority, acted_on, parties, individuals, entities, programmes, events, claims, figures, outlets, first_report_on, lag_days
FROM act_press
WHERE authority = $authority AND acted_on = CAST($day AS DATE);
