"""The feature `teammates`."""
