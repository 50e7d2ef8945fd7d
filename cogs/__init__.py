"""The slash commands: they ask a lookup and show its card."""
