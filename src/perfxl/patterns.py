"""Regular expressions that are compiled when they are first used, or were when the package was built.

One check needs but some of them, and a class that spans the Chinese characters takes about a millisecond to compile.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast

from perfxl.prepared import prepared_pattern

_METHODS = ("findall", "finditer", "fullmatch", "match", "search", "split", "sub")


class _Uncompiled:
    """Looks like the pattern that it becomes; from the first use on, its methods are the pattern's own."""

    __slots__ = ("_flags", "_source", *_METHODS)

    def __init__(self, source: str | bytes, flags: int) -> None:
        self._source = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        compiled = prepared_pattern(self._source, self._flags) or re.compile(self._source, self._flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


_UNCOMPILED: list[_Uncompiled] = []


def pattern(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """``re.compile`` put off until the pattern is used; so a mistake in ``source`` shows only then."""
    uncompiled = _Uncompiled(source, flags)
    _UNCOMPILED.append(uncompiled)
    return cast("re.Pattern[AnyStr]", uncompiled)


def sources() -> list[tuple[str | bytes, int]]:
    """Source and flags of every pattern of the modules that have been imported."""
    return [(uncompiled._source, uncompiled._flags) for uncompiled in _UNCOMPILED]
