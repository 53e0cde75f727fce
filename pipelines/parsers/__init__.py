"""Bytes of published lists and notices to records: one folder an authority, one module a format.

Not here: fetching the bytes (see pipelines.archive); normalising names, dates and countries (see
pipelines.designations).
"""
