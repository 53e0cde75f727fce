"""Formats of Switzerland (SECO)."""
