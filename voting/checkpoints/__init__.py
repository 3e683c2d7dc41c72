"""Signed checkpoints of a board in the C2SP formats, so that two histories shown to two people can be proved."""
