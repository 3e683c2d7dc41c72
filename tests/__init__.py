"""Tests: sentences about what the application does."""
