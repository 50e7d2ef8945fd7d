"""Values that a kind of database cannot hold, for tests that run on each of them."""

import pytest

# The fixture that gives the database's URL, and such a value.
REFUSED = [("sqlite", "\ud800"), ("postgresql", "nul\x00"), ("latin1", "日本語")]
every_refusal = pytest.mark.parametrize(
    ("database_url", "bad"), REFUSED, indirect=["database_url"], ids=[name for name, _ in REFUSED]
)
