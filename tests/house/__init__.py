"""The law of the house, tested: every rule is shown to catch a breach, then applied."""
