"""What `python -m budget_app` does, one module a command."""
