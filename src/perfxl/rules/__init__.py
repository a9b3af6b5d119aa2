"""The rules (审核公式), one module a family, and their registry."""
