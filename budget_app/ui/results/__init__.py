"""Pieces of the result and of its simulator."""
