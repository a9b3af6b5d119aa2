"""All rules over reports: each module registers its own when it is imported."""

from __future__ import annotations

from collections.abc import Sequence

from perfxl.words import (  # noqa: F401  # they register their rules
    against_tables,
    balance,
    conclusions,
    execution,
    indicator_texts,
    names,
    rates,
    score_lines,
    sums,
    table_figures,
    table_indicators,
    wording,
)
from perfxl.words.report_rules import Check, registered_report_rules

_CAUSES_FIRST = ("BG-05", "BG-04", "BG-01", "BG-02", "BG-03", "BG-06", "JF-06")
"""Rules whose findings explain those of later ones; the others run in any order."""


def report_rules() -> Sequence[tuple[str, Check]]:
    """Every check of reports with its rule's id, causes first."""
    return sorted(
        registered_report_rules(),
        key=lambda rule: _CAUSES_FIRST.index(rule[0]) if rule[0] in _CAUSES_FIRST else len(_CAUSES_FIRST),
    )
