"""Who is meant: names and their scores, evidence that two entries are one party, subjects, screening.

Not here: the common shape of designations (see pipelines.designations).
"""
