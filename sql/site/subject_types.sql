-- How many subjects there are of each type, and how many are in force.
SELECT party_type, count(*) AS subjects, count(*) FILTER (WHERE in_force) AS in_force
FROM (SELECT coalesce(s.subject_id, d.designation_id) AS subject_id, min(d.party_type) AS party_type, bool_or(d.delisted_on IS NULL) AS in_force
      FROM designation AS d LEFT JOIN subject_designation AS s USING (designation_id) GROUP BY ALL)
GROUP BY ALL ORDER BY subjects DESC, party_type;
