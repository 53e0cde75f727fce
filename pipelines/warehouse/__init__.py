"""Tables as Parquet, the published DuckDB file, and exports. Knows tables, not the stages that made them.

To publish a new table, describe it in sql/schema and add it to a step in pipelines/run/steps.py: its asset, checks and
dictionary follow.
"""
