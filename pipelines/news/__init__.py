"""Articles in, claims out.

Not here: whether a claim is true (see reconciliation).
"""
