"""The service's answers as frozen models, tolerant of what is new, missing or odd in them."""
