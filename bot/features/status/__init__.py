"""The feature `status`."""
