"""The feature `match`."""
