-- Every table, view and macro of the contract with its columns and comments, in the order of their creation.
SELECT 'table' AS object_kind, table_name AS object_name, 0 AS place, NULL AS column_name, NULL AS data_type,
       NULL AS is_nullable, comment, table_oid AS made
FROM duckdb_tables() WHERE NOT internal
UNION ALL
SELECT 'view', view_name, 0, NULL, NULL, NULL, comment, view_oid
FROM duckdb_views() WHERE NOT internal
UNION ALL
SELECT 'macro', function_name || '(' || array_to_string(parameters, ', ') || ')', 0, NULL, NULL, NULL, comment, function_oid
FROM duckdb_functions() WHERE NOT internal AND function_type = 'table_macro'
UNION ALL
SELECT CASE WHEN v.view_name IS NULL THEN 'table' ELSE 'view' END, c.table_name, c.column_index, c.column_name, c.data_type,
       c.is_nullable, c.comment, c.table_oid
FROM duckdb_columns() AS c
LEFT JOIN duckdb_views() AS v ON v.view_name = c.table_name AND NOT v.internal
WHERE NOT c.internal
ORDER BY object_kind, made, object_name, place;
