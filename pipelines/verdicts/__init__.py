"""Claims against the official record: who is meant, which act, and the verdict with the rows it rests on.

The rules begin in `judging`: it puts the questions that a claim raises to the modules counting, named, countries,
lifting and plans, and `derivation` makes one verdict of their answers. Numbers at which a verdict changes: `limits`.

Not here: finding claims (see pipelines.claims), or matching names in general (see pipelines.matching).
"""
