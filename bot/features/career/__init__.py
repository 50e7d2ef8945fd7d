"""The feature `career`."""
