"""Formats of France (Direction générale du Trésor)."""
