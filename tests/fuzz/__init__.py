"""Fuzzing of every parser: `python -m tests.fuzz --minutes 10`. The corpus it keeps runs in each test run."""
