"""Regular expressions that are compiled when they are first used.

One check needs but some of them, and a class that spans the Chinese characters takes about a millisecond to compile.
"""

from __future__ import annotations

import re
from typing import Any, cast

_METHODS = ("findall", "finditer", "fullmatch", "match", "search", "split", "sub")


class _Uncompiled:
    """Looks like the pattern that it becomes; from the first use on, its methods are the pattern's own."""

    __slots__ = ("_flags", "_source", *_METHODS)

    def __init__(self, source: str, flags: int) -> None:
        self._source = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self._source, self._flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def pattern(source: str, flags: int = 0) -> re.Pattern[str]:
    """``re.compile`` put off until the pattern is used; so a mistake in ``source`` shows only then."""
    return cast("re.Pattern[str]", _Uncompiled(source, flags))
