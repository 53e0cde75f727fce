"""Formats of the US Treasury (OFAC)."""
