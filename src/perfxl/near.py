"""What the user may have meant: of known names those near to one that is none."""

from __future__ import annotations

from collections.abc import Iterable

_MOST, _ALIKE = 5, 0.7


def near(word: str, known: Iterable[str]) -> list[str]:
    """Those of the known names that begin with the word, then those written much like it; at most five."""
    from difflib import get_close_matches  # only where there is a mistake

    names = list(known)
    begin = [name for name in names if len(word) > 1 and name.startswith(word)]
    return list(dict.fromkeys([*begin, *get_close_matches(word, names, cutoff=_ALIKE)]))[:_MOST]


def near_text(word: str, known: Iterable[str]) -> str:
    """The same as a clause that ends a message: ``；相近的有 check``; "" where nothing is near."""
    names = near(word, known)
    return f"；相近的有 {'、'.join(names)}" if names else ""
