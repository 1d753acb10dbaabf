"""Words: every sentence in every language, and one more language at no cost."""
