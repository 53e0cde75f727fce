"""Formats of Canada (Global Affairs)."""
