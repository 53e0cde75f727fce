"""Tables as Parquet, the published DuckDB file, and exports. Knows tables, not the stages that made them."""
