"""The `sanctions` command: what a person or a scheduler types, and what is printed.

Not here: what a command does (see pipelines.run).
"""
