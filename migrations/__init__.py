"""Alembic's home: the environment and the revisions of the database's tables."""
