"""The feature `trend`."""
