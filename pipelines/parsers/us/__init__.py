"""Formats of the US departments other than the Treasury."""
