-- Every constraint of the tables, NOT NULL apart (see descriptions.sql).
SELECT table_name, constraint_type AS kind, constraint_column_names AS columns, referenced_table, referenced_column_names AS referenced_columns,
       expression
FROM duckdb_constraints()
WHERE constraint_type <> 'NOT NULL'
ORDER BY table_oid, constraint_index;
