"""Formats of Ukraine (NSDC)."""
