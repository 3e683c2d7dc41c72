"""Measurements, run by hand and never in the gate: python -m tests.bench.<name>."""
