"""Formats of the European Union."""
