"""The feature `leaderboard`."""
