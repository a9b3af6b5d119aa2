"""Reports in words: reading them, the figures they state, and those figures against the tables."""
