-- A value that differs where the listed names do.
SELECT count(*)::VARCHAR || ' ' || coalesce(bit_xor(hash(n.designation_id, n.name, d.party_type)), 0)::VARCHAR
FROM designation_name AS n JOIN designation AS d USING (designation_id);
