"""Consistent returns made at random, single defects put into them, and what perfxl finds."""
