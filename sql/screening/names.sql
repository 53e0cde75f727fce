-- Every listed name with its designation and the type of its party.
SELECT n.designation_id, n.name, d.party_type
FROM designation_name AS n JOIN designation AS d USING (designation_id);
