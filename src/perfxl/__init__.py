"""Check and fill the performance forms (预算绩效) that budget units return."""

from perfxl.version import VERSION as __version__

__all__ = ["__version__"]
