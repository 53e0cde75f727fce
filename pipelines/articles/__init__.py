"""News in: texts, pages, feeds and GDELT, the day of an article, and near-copies of one report.

Not here: the claims that articles make (see pipelines.claims).
"""

FEEDS, GDELT = "feeds", "gdelt"
"""What stands for all feeds, and for GDELT, where sources are named by their ids: in commands, mirrors and assets."""
