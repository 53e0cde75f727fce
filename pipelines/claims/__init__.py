"""Claims in articles: one statement that an authority has, will, may or did not sanction someone.

Not here: where articles come from (see pipelines.articles), or whether a claim is true (see pipelines.verdicts).
"""
