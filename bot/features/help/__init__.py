"""The feature `help`."""
