-- How many subjects there are of each type, and how many are in force.
SELECT party_type, count(*) AS subjects, count(*) FILTER (WHERE in_force) AS in_force
FROM (SELECT party_id, min(party_type) AS party_type, bool_or(delisted_on IS NULL) AS in_force
      FROM designation_of_subject GROUP BY ALL)
GROUP BY ALL ORDER BY subjects DESC, party_type;
