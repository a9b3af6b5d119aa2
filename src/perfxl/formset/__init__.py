"""Load, check and describe a form set (套表)."""
