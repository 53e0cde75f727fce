"""Formats of the World Bank Group."""
