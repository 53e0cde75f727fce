"""Claims against the official record: names to designations, claims to verdicts.

Not here: finding claims in a text (see news).
"""
