"""The common shape of all lists: normalised records, their history, listing periods, changes and actions.

Not here: formats (see pipelines.parsers), which entries are one party (see pipelines.matching), or what the press says
(see pipelines.claims).
"""
