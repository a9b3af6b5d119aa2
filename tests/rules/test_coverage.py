"""Every rule in use is shown passing, failing, at its boundary and undecided."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from cases import KINDS
from perfxl.rules.registry import catalogue

ALWAYS_DECIDED = {
    "TY-15", "SB-15", "BG-01", "BG-02", "BG-03", "BG-04", "BG-06", "BG-07", "BG-08", "BG-09",
    "TY-01", "TY-02", "TY-03", "TY-04", "TY-06", "TY-08", "TY-11", "TY-13", "TY-14", "TY-16",
    "HZ-02", "BD-14", "BD-15", "XM-09", "XM-10", "KB-03",
    "WJ-01", "WJ-02", "WJ-03", "WJ-04", "WJ-05", "WJ-06", "WJ-07", "WJ-08", "WJ-09", "WJ-10", "WJ-11", "WJ-12",
    "SB-09", "SB-11", "SB-12", "SB-13", "SB-16",
    "ZP-05", "ZP-10", "ZP-12", "ZP-13", "ZP-19", "ZP-21", "ZP-22", "ZP-30",
}  # fmt: skip
"""Rules about labels, formulas, texts, dates, names or the number of forms: what is written, or missing, decides them."""


def shown() -> set[tuple[str, str]]:
    """(rule, kind) of every ``case(rule, kind, …)`` in the tests beside this one."""
    found = set()
    for path in Path(__file__).parent.glob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _name(node.func) == "case":
                values = [arg.value for arg in node.args[:2] if isinstance(arg, ast.Constant)]
                if len(values) == 2:
                    found.add((str(values[0]), str(values[1])))
    return found


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


SHOWN = shown()


@pytest.mark.parametrize("rule", [rule for rule, info in catalogue().items() if not info.pending])
def test_all_kinds_of_cases(rule: str) -> None:
    wanted = set(KINDS) - ({"undecided"} if rule in ALWAYS_DECIDED else set())
    assert wanted - {kind for shown_rule, kind in SHOWN if shown_rule == rule} == set()


def test_markers_name_rules_and_kinds_that_exist() -> None:
    in_use = {rule for rule, info in catalogue().items() if not info.pending}
    assert {rule for rule, _ in SHOWN} <= in_use
    assert {kind for _, kind in SHOWN} <= set(KINDS)


def test_the_exceptions_are_rules_in_use() -> None:
    assert {rule for rule in ALWAYS_DECIDED if catalogue()[rule].pending} == set()
