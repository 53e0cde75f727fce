"""Claims against the official record: who is meant, which act, and the verdict with the rows it rests on.

Not here: finding claims (see pipelines.claims), or matching names in general (see pipelines.matching).
"""
