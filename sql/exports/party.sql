-- Every designation with the ids that exports know it by: the party it is of, and the act that listed it.
CREATE OR REPLACE TEMPORARY VIEW party AS
SELECT d.*, l.issuing_body,
       coalesce(d.subject_id, 'd-' || md5(d.designation_id)[:16]) AS canonical_id,
       CASE WHEN d.entry_kind = 'designation' THEN 'sanction' WHEN d.authority = 'WB' THEN 'debarment' ELSE 'export.control' END AS topic,
       'sanction-' || md5(d.designation_id)[:16] AS sanction_id,
       coalesce(p.primary_name, d.primary_name) AS subject_name, coalesce(p.party_type, d.party_type) AS subject_type
FROM designation_of_subject AS d
JOIN official_list AS l USING (list_id)
LEFT JOIN subject AS p USING (subject_id);
