"""The review desk, piece by piece."""
