"""What is done to the data: pure Python, polars and DuckDB, without Dagster.

Here: catalogue → archive → parsers → designations → matching → articles → claims → verdicts → warehouse → publish →
run → cli, each importing only from those to its left.
"""
