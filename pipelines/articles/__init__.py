"""News: reading texts, pages, feeds and GDELT, the day of an article, and copies of one report.

Not here: the claims of articles (see pipelines.claims).
"""

FEEDS, GDELT = "feeds", "gdelt"
"""The ids of all feeds together and of GDELT, among the ids of sources in commands, mirrors and assets."""
