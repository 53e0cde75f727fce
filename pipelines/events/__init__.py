"""Events: one act of sanctioning as reported by the press, across outlets and languages, with the official actions.

Not here: finding claims (see pipelines.claims), or judging them by the record (see pipelines.verdicts).
"""
