"""Where official lists come from: the catalogue, fetching, checks on arrival, and the snapshot archive.

Not here: what the bytes mean (see lists).
"""
