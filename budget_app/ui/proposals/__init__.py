"""Pieces of the pages of proposals."""
