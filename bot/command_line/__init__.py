"""The commands of `python -m bot`, a module each; common.py has what they share."""
