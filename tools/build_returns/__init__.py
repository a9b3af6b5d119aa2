"""Builds the returns under ``tests/returns/``: ``python -m tools.build_returns`` from the checkout."""
