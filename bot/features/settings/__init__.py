"""The feature `settings`."""
