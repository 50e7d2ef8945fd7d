"""The feature `medals`."""
