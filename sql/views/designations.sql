-- Each designation with the real-world party that it is about: the join that other views and queries start from.

CREATE VIEW designation_of_subject AS
    SELECT d.*, s.subject_id, coalesce(s.subject_id, d.designation_id) AS party_id,
           d.listed_on_basis <> 'observed' OR d.listed_on <= d.listed_after + 30 AS is_dated,
           d.delisted_on_basis <> 'observed' OR d.delisted_on <= d.delisted_after + 30 AS is_end_dated
    FROM designation AS d
    LEFT JOIN subject_designation AS s USING (designation_id);
COMMENT ON VIEW designation_of_subject IS
    'Each designation with its subject. party_id: the id of its subject, or its own id while no subject is known. is_dated, is_end_dated: the day of listing or delisting is known to 30 days, and is not just the first snapshot after a long gap.';
