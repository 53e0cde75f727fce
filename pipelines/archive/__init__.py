"""Fetching, and the content-addressed archive of snapshots: the bytes that everything else is made from.

Not here: which lists there are (see pipelines.catalogue), or what the bytes mean (see pipelines.parsers).
"""
