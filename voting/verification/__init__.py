"""The auditor's procedure: twelve numbered checks of an archive."""
