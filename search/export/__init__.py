"""Matched passages and their reports, in the form that the next tool wants."""
