"""The feature `csr`."""
