"""The feature `history`."""
