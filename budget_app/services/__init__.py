"""One function per user action, each in a transaction, each checking who may do it."""
