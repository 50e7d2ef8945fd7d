"""The feature `stats`."""
