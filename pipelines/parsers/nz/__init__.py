"""Formats of New Zealand (MFAT)."""
