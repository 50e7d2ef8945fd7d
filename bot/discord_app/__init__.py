"""What holds discord.py and the program together."""
