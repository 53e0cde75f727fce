"""Which official lists and notices there are: addresses, formats, licences and plausible sizes, one TOML file each.

To add a list, add a file to official_lists/: its asset, checks, freshness and rows in every view follow from it. A new
format is one module in pipelines.parsers.

Not here: fetching them (see pipelines.archive), or what their formats mean (see pipelines.parsers).
"""
