-- Which parties bear another name than before, since when?
-- For analysts
SELECT list_id, native_id, changed_after, changed_on, old_value AS old_name, new_value AS new_name
FROM change
WHERE change_kind = 'renamed'
ORDER BY changed_on, list_id, native_id;
