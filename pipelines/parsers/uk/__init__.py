"""Formats of the United Kingdom (FCDO and OFSI)."""
