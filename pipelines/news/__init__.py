"""Articles in, claims out.

Not here: whether a claim is true (see reconciliation).
"""

FEEDS, GDELT = "feeds", "gdelt"
"""What stands for all feeds, and for GDELT, where sources are named by their ids: in commands, mirrors and assets."""
