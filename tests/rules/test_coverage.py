"""Every rule in use is shown passing, failing, at its boundary and undecided."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest
from _pytest.mark.structures import ParameterSet

from cases import KINDS, case
from perfxl.rules.registry import catalogue

ALWAYS_DECIDED = {
    "TY-15", "SB-15", "BG-01", "BG-02", "BG-03", "BG-04", "BG-06", "BG-07", "BG-08", "BG-09",
    "TY-01", "TY-02", "TY-03", "TY-04", "TY-06", "TY-08", "TY-11", "TY-13", "TY-14", "TY-16",
    "HZ-02", "BD-14", "BD-15", "XM-09", "XM-10", "KB-03",
    "WJ-01", "WJ-02", "WJ-03", "WJ-04", "WJ-05", "WJ-06", "WJ-07", "WJ-08", "WJ-09", "WJ-10", "WJ-11", "WJ-12", "WJ-13",
    "SB-09", "SB-11", "SB-12", "SB-13", "SB-16",
    "ZP-05", "ZP-10", "ZP-12", "ZP-13", "ZP-19", "ZP-21", "ZP-22", "ZP-30",
}  # fmt: skip
"""Rules about labels, formulas, texts, dates, names or the number of forms: what is written, or missing, decides them."""


def shown() -> set[tuple[str, str]]:
    """(rule, kind) of every marker ``case`` that a test beside this one has, or one of its parameters."""
    others = (path.stem for path in Path(__file__).parent.glob("test_*.py") if path != Path(__file__))
    return {found for name in others for found in _of_module(import_module(name))}


def _of_module(module: ModuleType) -> Iterator[tuple[str, str]]:
    """A case that no test is parametrised with is not among them."""
    for name, test in vars(module).items():
        if name.startswith("test_"):
            marks = getattr(test, "pytestmark", [])
            sets = [given for mark in marks if mark.name == "parametrize" for given in mark.args[1]]
            of_sets = (mark for given in sets if isinstance(given, ParameterSet) for mark in given.marks)
            yield from (mark.args for mark in (*marks, *of_sets) if mark.name == "case")


def test_a_case_that_no_test_uses_is_not_counted() -> None:
    @pytest.mark.parametrize("item", [case("BD-01", "fails", {}), "no case"])
    def test_of_a_case(item: object) -> None:
        """A test that is only looked at."""

    module = ModuleType("test_of_cases")
    vars(module).update(test_of_a_case=test_of_a_case, UNUSED=[case("BD-02", "passes", {})])
    assert list(_of_module(module)) == [("BD-01", "fails")]


SHOWN = shown()


@pytest.mark.parametrize("rule", list(catalogue()))
def test_all_kinds_of_cases(rule: str) -> None:
    wanted = set(KINDS) - ({"undecided"} if rule in ALWAYS_DECIDED else set())
    assert wanted - {kind for shown_rule, kind in SHOWN if shown_rule == rule} == set()


def test_markers_name_rules_and_kinds_that_exist() -> None:
    assert {rule for rule, _ in SHOWN} <= set(catalogue())
    assert {kind for _, kind in SHOWN} <= set(KINDS)


def test_the_exceptions_are_rules() -> None:
    assert set(ALWAYS_DECIDED) <= set(catalogue())
