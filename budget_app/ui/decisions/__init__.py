"""Pieces of the page of decisions."""
