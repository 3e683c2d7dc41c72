"""A whole election day in real browsers, before the real server."""
