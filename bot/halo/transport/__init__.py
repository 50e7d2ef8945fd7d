"""Senders: one concern each, wrapped around one another in the order of stack.py."""
