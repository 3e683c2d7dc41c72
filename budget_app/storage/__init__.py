"""The only code that talks to the database and to files."""
