"""The guardian's desk in a real browser, before the real server."""
