"""Signing in: one hop of the chain a module, chain.py to run what has expired, keeper.py to run
it ahead of time."""
