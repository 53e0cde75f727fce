-- What changed on the lists between two days, one row a party and change, with the number of all such rows.
WITH changed AS (
    SELECT c.changed_on, c.change_kind, c.list_id, c.authority, c.designation_id, c.native_id, c.primary_name,
           c.old_value, c.new_value, c.change_basis, c.sha256
    FROM changes_between($first_day, $last_day) AS c
    WHERE ($authority IS NULL OR c.authority = $authority)
      AND ($list_id IS NULL OR c.list_id = $list_id)
      AND ($change_kind IS NULL OR c.change_kind = $change_kind)
), whole AS (
    SELECT count(*) AS entries FROM changed
)
SELECT changed.*, whole.entries
FROM whole LEFT JOIN changed ON true
ORDER BY changed.changed_on, changed.list_id, changed.native_id, changed.change_kind, changed.old_value, changed.new_value
LIMIT $limit OFFSET $offset;
