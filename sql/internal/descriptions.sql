-- Every table, view and macro of the contract with its columns and comments.
SELECT 'table' AS object_kind, table_name AS object_name, NULL AS column_name, NULL AS data_type, NULL AS is_nullable, comment
FROM duckdb_tables() WHERE NOT internal
UNION ALL
SELECT 'view', view_name, NULL, NULL, NULL, comment
FROM duckdb_views() WHERE NOT internal
UNION ALL
SELECT 'macro', function_name || '(' || array_to_string(parameters, ', ') || ')', NULL, NULL, NULL, comment
FROM duckdb_functions() WHERE NOT internal AND function_type = 'table_macro'
UNION ALL
SELECT CASE WHEN v.view_name IS NULL THEN 'table' ELSE 'view' END, c.table_name, c.column_name, c.data_type, c.is_nullable,
       c.comment
FROM duckdb_columns() AS c
LEFT JOIN duckdb_views() AS v ON v.view_name = c.table_name AND NOT v.internal
WHERE NOT c.internal
ORDER BY ALL NULLS FIRST;
