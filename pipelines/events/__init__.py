"""Events: one act of sanctioning as the press tells it, across outlets and languages, joined to what authorities did.

Not here: finding claims (see pipelines.claims), or what the record says of one (see pipelines.verdicts).
"""
