"""What a built package has prepared so that a command starts quickly: its patterns compiled, its formulas parsed.

Building the package runs ``python -m perfxl.prepared``, which writes one file beside this module. A pattern counts for
just the Python that made it, and a formula by its text: what the file does not have is compiled and parsed as ever, as
everything is in a checkout.
"""

from __future__ import annotations

import _sre  # type: ignore[import-not-found]  # a part of CPython without stubs
import re
import sys
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from msgspec import DecodeError, Raw, Struct
from msgspec.json import decode, encode

PREPARED = Path(__file__).with_name("prepared.json")


class Compiled(Struct, frozen=True, array_like=True):
    """What the compiler of ``re`` made of a pattern: the rest of the arguments with which a pattern is created."""

    flags: int
    code: list[int]
    groups: int
    names: dict[str, int]
    group_names: tuple[str | None, ...]


class Prepared(Struct, frozen=True):
    """The file: patterns by ``_key``, trees of formulas by their texts. Each is decoded when it is asked for."""

    python: str = ""
    patterns: dict[str, Raw] = {}
    formulas: dict[str, Raw] = {}


def prepared_pattern(source: str | bytes, flags: int) -> re.Pattern[Any] | None:
    """The pattern if it has been compiled by this very Python, else None."""
    made = _prepared().patterns.get(_key(source, flags))
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
    return prepared if prepared.python == _python() else Prepared(formulas=prepared.formulas)


def _python() -> str:
    """What compiled patterns depend on: this Python to the last digit, and the machine of ``re``."""
    return f"{sys.implementation.cache_tag} {sys.hexversion:x} {_sre.MAGIC} {_sre.CODESIZE}"


def _key(source: str | bytes, flags: int) -> str:
    return f"{flags} {source!r}"


def prepare(sources: Iterable[tuple[str | bytes, int]], formulas: Iterable[str]) -> Prepared:
    """Compile patterns and parse formulas."""
    from perfxl.formula import parse_tree

    return Prepared(
        _python(),
        {_key(source, flags): Raw(encode(_compile(source, flags))) for source, flags in sources},
        {text: Raw(encode(parse_tree(text))) for text in formulas},
    )


def _compile(source: str | bytes, flags: int) -> Compiled:
    """What ``re`` itself passes on when it compiles a pattern."""
    passed: list[Any] = []
    create = _sre.compile

    def note(*arguments: Any) -> Any:
        passed[:] = arguments
        return create(*arguments)

    re.purge()
    _sre.compile = note
    try:
        re.compile(source, flags)
    finally:
        _sre.compile = create
    _, all_flags, code, groups, names, group_names = passed
    return Compiled(int(all_flags), [int(word) for word in code], groups, dict(names), tuple(group_names))


def main() -> None:
    """Prepare what a check of any form set needs."""
    import perfxl.checking
    import perfxl.rules.families  # noqa: F401  # these two define every pattern of a check
    from perfxl.formset.load import form_set_ids, load_form_set
    from perfxl.patterns import sources

    form_sets = [load_form_set(form_set_id) for form_set_id in form_set_ids()]
    relations = [
        relation
        for form_set in form_sets
        for group in (form_set.relations, *(form.relations for form in form_set.forms.values()))
        for relation in group
    ]
    formulas = {formula for relation in relations for formula in relation.formulas}
    PREPARED.write_bytes(encode(prepare(sources(), formulas)))


if __name__ == "__main__":
    main()
