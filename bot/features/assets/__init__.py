"""The feature `assets`."""
