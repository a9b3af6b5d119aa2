"""Prepares a built package: compiles the patterns of a check, parses the formulas of its form sets.

Building runs ``python -m perfxl.preparing``, which writes the file that ``prepared`` reads.
"""

from __future__ import annotations

import _sre  # type: ignore[import-not-found]  # a part of CPython without stubs
import re
from collections.abc import Iterable
from typing import Any

from msgspec import Raw
from msgspec.json import encode

import perfxl.checking
import perfxl.rules.families  # noqa: F401  # these two define every pattern of a check
from perfxl.formset.load import form_set_ids, load_form_set
from perfxl.formula import parse_tree
from perfxl.patterns import sources as known_sources
from perfxl.prepared import PREPARED, Compiled, Prepared, pattern_key, this_python


def prepare(sources: Iterable[tuple[str | bytes, int]], formulas: Iterable[str]) -> Prepared:
    """Compile patterns and parse formulas."""
    return Prepared(
        this_python(),
        {pattern_key(source, flags): Raw(encode(_compile(source, flags))) for source, flags in sources},
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
    form_sets = [load_form_set(form_set_id) for form_set_id in form_set_ids()]
    relations = [
        relation
        for form_set in form_sets
        for group in (form_set.relations, *(form.relations for form in form_set.forms.values()))
        for relation in group
    ]
    formulas = {formula for relation in relations for formula in relation.formulas}
    PREPARED.write_bytes(encode(prepare(known_sources(), formulas)))


if __name__ == "__main__":
    main()
