"""What is done to the data: pure Python, polars and DuckDB, without Dagster.

The packages, in the order in which data flows; each imports only from itself and those before it:

- engine: work on many partitions of news
- catalogue: which lists there are (to add one, add a file to catalogue/official_lists)
- archive, parsers, designations, matching: from published bytes to parties
- articles, claims, events, verdicts: from news to verdicts (the rules begin in verdicts/judging.py)
- warehouse, publish: the published file, pages and exports (tables are described in sql/schema)
- run: the steps in order, which make a night (run/steps.py)
- serve, cli: answers to programs, and the `sanctions` command
"""
