"""Tests of storage, on SQLite and, where TEST_DATABASE_URL names one, on PostgreSQL."""
