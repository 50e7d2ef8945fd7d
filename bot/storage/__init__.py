"""What outlives the process: links, tokens, cached answers and settings, through SQLAlchemy."""
