"""The booth in a real browser, before a small server whose network can fail."""
