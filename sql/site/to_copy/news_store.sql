ATTACH 'sanctions.duckdb' AS sanctions (READ_ONLY);
SET VARIABLE store = (SELECT news_store FROM sanctions.release);
SELECT day, authority, status, count(*) AS claims
FROM read_parquet(getvariable('store') || '/claim/*/*.parquet', hive_partitioning = true)
GROUP BY ALL ORDER BY ALL;
