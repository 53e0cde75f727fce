"""Which official lists and notices there are: addresses, formats, licences and plausible sizes, one TOML file each.

Not here: fetching them (see pipelines.archive), or what their formats mean (see pipelines.parsers).
"""
