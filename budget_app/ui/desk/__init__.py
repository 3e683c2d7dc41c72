"""The organiser's desk, one module a section."""
