"""The feature `session`."""
