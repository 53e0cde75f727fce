-- What each snapshot in use showed that the one before it did not, the first 500 of each snapshot; the first snapshot of a list shows nothing new.
SELECT h.list_id, h.sha256, h.change_kind, h.field, h.old_value, h.new_value, h.designation_id, h.native_id, h.primary_name, h.party_type,
       h.programmes, h.changed_on, h.change_basis, coalesce(s.subject_id, h.designation_id) AS subject_id,
       count(*) OVER (PARTITION BY h.list_id, h.sha256) AS of_snapshot
FROM change AS h
SEMI JOIN (SELECT list_id, sha256 FROM snapshot WHERE state = 'used' AND added IS NOT NULL) AS n
    ON n.list_id = h.list_id AND n.sha256 = h.sha256
LEFT JOIN subject_designation AS s USING (designation_id)
QUALIFY row_number() OVER (
    PARTITION BY h.list_id, h.sha256
    ORDER BY array_position(['added', 'removed', 'renamed', 'retyped', 'programme_added', 'programme_removed', 'amended'], h.change_kind),
             h.primary_name, h.designation_id, h.field
) <= 500
ORDER BY h.list_id, h.sha256,
         array_position(['added', 'removed', 'renamed', 'retyped', 'programme_added', 'programme_removed', 'amended'], h.change_kind),
         h.primary_name, h.designation_id, h.field;
