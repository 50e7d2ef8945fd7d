"""The feature `export`."""
