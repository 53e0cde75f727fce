"""The common shape of all lists: normalised records, their history, changes, actions and subjects.

Not here: formats (see lists), or what the press says (see news).
"""
