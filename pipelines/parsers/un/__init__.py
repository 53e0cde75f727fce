"""Formats of the United Nations Security Council."""
