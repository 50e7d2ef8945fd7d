"""The feature `links`."""
