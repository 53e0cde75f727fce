"""What is done to the data: pure Python, polars and DuckDB, run by anything that can call a function.

Here: sources → lists → designations → news → reconciliation → warehouse, each importing only towards its left;
site, from what the warehouse published; and on top of all, nightly, which runs them in their order.
Not here: Dagster, schedules, resources (see assets).
"""
