"""`make soak`: thousands of mixed commands through random faults and restarts of the worker.

Not part of the tests: a short form of it is tests/test_soak.py.
"""
