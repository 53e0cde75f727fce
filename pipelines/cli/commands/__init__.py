"""The commands of `sanctions`, a module a kind of work."""
