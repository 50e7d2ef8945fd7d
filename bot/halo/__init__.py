"""The API core: Halo Infinite's web services behind one asynchronous client.

It imports nothing of Discord, of the database or of the rest of the bot, so that any Python
program can use it alone.
"""
