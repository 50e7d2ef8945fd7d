"""The feature `compare`."""
