"""The feature `rotation`."""
