"""Formats of Japan (Ministry of Finance)."""
