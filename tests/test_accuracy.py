"""A bounded run of the seeded defects that ``benchmarks/accuracy.py`` measures: one return for each kind."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from perfxl.audit import audit
from perfxl.checking import check_bytes
from perfxl.finding import Finding, Level
from perfxl.rules.registry import Link, Other, catalogue
from seeded import clean, harmless
from seeded.declaration import declaration_of
from seeded.defect import DEFECTS, Defect
from seeded.evaluation import last_year
from seeded.generators import GENERATORS
from seeded.measure import findings_of, inject, trial
from seeded.paper import Draft
from seeded.report import WHY_NOT

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "accuracy.md").read_text("utf-8")
FIRST = list({defect.words: defect for defect in reversed(DEFECTS)}.values())
"""Each kind of defect on the first form set that has it."""
TWO_THINGS = {
    "部门项目支出的合计少加一个项目",
    "部门项目支出的合计被改成另一个数",
    "其中项大于公用经费",
    "公用经费大于基本支出",
    "删去一个项目行而合计不变",
    "基本支出、项目支出的划分与基础数据表不同",
    "效益指标少设5分，一级指标也写少",
    "全年执行数大于全年预算数（各处一致）",
}
"""Defects that show as more than one primary finding with seed 0; ``docs/accuracy.md`` says which."""
OF_AMOUNTS = {"BD", "KB", "XM"}
"""Families of rules that compare amounts."""
UNREAD = {("hunan-2022-target", "blank_row_after_every_row"), ("hunan-2022-target", "blank_rows")}
"""An empty row between the two rows of one header is not read."""


def test_enough_kinds_of_defects() -> None:
    assert len(FIRST) >= 60
    assert {defect.form_set for defect in DEFECTS} == set(GENERATORS)


def test_every_rule_has_a_defect_or_a_reason() -> None:
    in_use = set(catalogue())
    assert {defect.rule for defect in DEFECTS} <= in_use
    assert in_use - {defect.rule for defect in DEFECTS} == set(WHY_NOT)


@pytest.mark.parametrize("defect", FIRST, ids=lambda defect: f"{defect.rule}-{defect.words}")
def test_defect_is_found_at_its_cell(defect: Defect) -> None:
    result = trial(defect, 0)
    assert result.found, [finding.message for finding in result.primary]
    assert result.expected_primary
    if defect.words not in TWO_THINGS:
        assert len(result.primary) == 1, [finding.message for finding in result.primary]


def test_a_seed_gives_the_same_return() -> None:
    defect = FIRST[0]
    (one, expected), (again, expected_again) = inject(defect, 3), inject(defect, 3)
    assert [paper.cells for paper in one.papers] == [paper.cells for paper in again.papers]
    assert expected == expected_again
    other, _ = inject(defect, 4)
    assert [paper.cells for paper in other.papers] != [paper.cells for paper in one.papers]


@pytest.mark.parametrize("form_set", GENERATORS)
@pytest.mark.parametrize("seed", range(1000, 1004))
def test_nothing_is_found_in_consistent_returns(form_set: str, seed: int) -> None:
    assert [finding.message for finding in clean.findings(form_set, seed)] == []


@pytest.mark.parametrize("beside", clean.BESIDE)
def test_nothing_is_found_beside_another_return(beside: str) -> None:
    assert [finding.message for finding in clean.findings("hunan-2021", 1000, beside)] == []


def test_nothing_is_found_after_harmless_changes() -> None:
    """Every variation on one form set, in turn."""
    pairs = [pair for pair in harmless.kinds() if pair not in UNREAD]
    by_name: dict[str, list[str]] = {}
    for form_set, name in pairs:
        by_name.setdefault(name, []).append(form_set)
    assert len(by_name) >= 25
    for number, (name, form_sets) in enumerate(sorted(by_name.items())):
        found = harmless.findings(form_sets[number % len(form_sets)], name, 1000)
        assert [finding.message for finding in found if finding.level is Level.ERROR] == [], name


@pytest.mark.parametrize("form_set", GENERATORS)
def test_amounts_in_yuan_are_told_once(form_set: str) -> None:
    found = harmless.findings(form_set, harmless.IN_YUAN, 1000)
    marked_throughout = (form_set, harmless.IN_YUAN) in harmless.kinds()
    assert [(finding.rule, finding.level) for finding in found] == [
        ("TY-07", Level.WARNING if marked_throughout else Level.ERROR)
    ]


@pytest.mark.parametrize(
    "defect",
    [defect for defect in FIRST if defect.rule[:2] in OF_AMOUNTS and defect.form_set == "hunan-2021"][::3],
    ids=lambda defect: defect.words,
)
def test_the_same_is_found_in_yuan(defect: Defect) -> None:
    draft, _ = inject(defect, 0)
    alone = {_told(finding) for finding in check_bytes(draft.bytes(), "a.xlsx").findings}
    in_yuan = check_bytes(harmless.bytes_in_yuan(draft), "a.xlsx").findings
    assert {_told(finding) for finding in in_yuan if finding.rule != "TY-07"} == alone


def _told(finding: Finding) -> tuple[object, ...]:
    return finding.rule, finding.level, finding.place, finding.primary


@pytest.mark.parametrize("own_in_yuan", [True, False])
@pytest.mark.parametrize("beside", clean.BESIDE)
def test_nothing_more_is_found_beside_a_return_in_another_unit(beside: str, own_in_yuan: bool) -> None:
    draft = GENERATORS["hunan-2021"](Random(1))  # noqa: S311  # reproducible, not secret
    link = Link[clean.BESIDE[beside]]
    other = last_year(draft) if link is Link.LAST_YEAR else declaration_of(draft)
    ways = [harmless.bytes_in_yuan, Draft.bytes]
    own, another = ways if own_in_yuan else reversed(ways)
    ret, former = check_bytes(own(draft), "a.xlsx").ret, check_bytes(another(other), "b.xlsx").ret
    assert ret is not None
    assert former is not None
    found = audit(ret, others=[Other(link, former, "b.xlsx")])
    assert [finding.rule for finding in found] == (["TY-07"] if own_in_yuan else [])


def test_the_page_tells_of_every_kind() -> None:
    told = {line.split(" | ")[0].removeprefix("| ") for line in PAGE.splitlines() if line.startswith("| ")}
    assert {defect.words for defect in DEFECTS} <= told


def test_a_form_without_basic_expenditure_says_nothing_of_the_whole() -> None:
    """The 基础数据表 of 2019 has no such row: its project expenditure must not be compared twice."""
    draft = GENERATORS["hunan-2019"](Random(1))  # noqa: S311  # reproducible, not secret
    last = last_year(draft)
    for name in last.names("基础.项目", ".本年预算数"):
        last.set(name, last.amount(name) / 4)
    draft.others = [("LAST_YEAR", last)]
    found = [finding for finding in findings_of(draft) if finding.rule == "KN-01"]
    assert [(finding.place.sheet, finding.place.address) for finding in found] == [
        draft.place("基础.项目支出.本年预算数")
    ]
