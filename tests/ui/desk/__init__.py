"""The desk, as a clerk uses it."""
