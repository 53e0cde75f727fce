"""Formats of Australia (DFAT)."""
