-- How old is what is held of each list, and is a new publication overdue?
-- For data engineers
SELECT list_id, state, published_on, age_days, cadence_days, origin, reason
FROM list_status_on(current_date)
ORDER BY state = 'never_fetched', age_days DESC;
