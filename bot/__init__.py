"""The Halo Infinite stats bot: the program behind the slash commands."""
