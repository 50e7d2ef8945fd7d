"""Use cases: what people ask for, answered from the API core and storage as plain data."""
