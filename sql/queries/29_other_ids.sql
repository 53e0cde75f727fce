-- Which parties seem to go on under another id, merged or split?
-- For compliance officers
SELECT list_id, changed_on, id_change_kind, old_id, old_name, new_id, new_name, evidence, shared_values
FROM id_change
ORDER BY list_id, changed_on, old_id, new_id;
