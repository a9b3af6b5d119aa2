"""What a built package has prepared so that a command starts quickly: its patterns compiled, its formulas parsed.

Building the package writes it (``preparing``), one file beside this module. A pattern counts for
just the Python that made it, and a formula by its text: what the file does not have is compiled and parsed as ever, as
everything is in a checkout.
"""

from __future__ import annotations

import _sre  # type: ignore[import-not-found]  # a part of CPython without stubs
import re
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

from msgspec import DecodeError, Raw, Struct
from msgspec.json import decode

PREPARED = Path(__file__).with_name("prepared.json")


class Compiled(Struct, frozen=True, array_like=True):
    """What the compiler of ``re`` made of a pattern: the rest of the arguments with which a pattern is created."""

    flags: int
    code: list[int]
    groups: int
    names: dict[str, int]
    group_names: tuple[str | None, ...]


class Prepared(Struct, frozen=True):
    """The file: patterns by ``pattern_key``, trees of formulas by their texts. Each is decoded when it is asked for."""

    python: str = ""
    patterns: dict[str, Raw] = {}
    formulas: dict[str, Raw] = {}


def prepared_pattern(source: str | bytes, flags: int) -> re.Pattern[Any] | None:
    """The pattern if it has been compiled by this very Python, else None."""
    made = _prepared().patterns.get(pattern_key(source, flags))
    if made is None:
        return None
    how = decode(made, type=Compiled)
    found: re.Pattern[Any] = _sre.compile(source, how.flags, how.code, how.groups, how.names, how.group_names)
    return found


def prepared_formula(text: str) -> dict[str, Any] | None:
    """The tree of a formula, as formualizer gives it, if it has been parsed, else None."""
    made = _prepared().formulas.get(text)
    return None if made is None else decode(made, type=dict[str, Any])


@lru_cache(maxsize=1)
def _prepared() -> Prepared:
    try:
        prepared = decode(PREPARED.read_bytes(), type=Prepared)
    except (OSError, DecodeError):
        return Prepared()
    return prepared if prepared.python == this_python() else Prepared(formulas=prepared.formulas)


def this_python() -> str:
    """What compiled patterns depend on: this Python to the last digit, and the machine of ``re``."""
    return f"{sys.implementation.cache_tag} {sys.hexversion:x} {_sre.MAGIC} {_sre.CODESIZE}"


def pattern_key(source: str | bytes, flags: int) -> str:
    """By what a pattern is found in the file."""
    return f"{flags} {source!r}"
