-- The published tables, in the order in which sql/schema creates them.
SELECT table_name FROM duckdb_tables() WHERE NOT internal ORDER BY table_oid;
