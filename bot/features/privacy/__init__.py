"""The feature `privacy`."""
