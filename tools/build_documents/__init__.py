"""Builds the Word templates of reports and letters: ``python -m tools.build_documents``."""
