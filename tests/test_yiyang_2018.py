"""The real return 益阳2018: what must be found in its scoring table, and what must not.

``RELATIONS`` was worked out by hand from the return's own figures, apart from the program; the ``.findings.tsv`` file
beside the workbook holds the whole set of findings.
"""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest

from perfxl.checking import Checked, check_file
from perfxl.finding import Finding, Level, decimal_text

RETURN = Path(__file__).parent / "returns" / "yiyang-2018.xlsx"

# relation, rule, level, cell, stated, computed, difference (stated − computed)
RELATIONS = [
    ("Y04", "JF-04", "error", "C14", "4", "2", "2"),
    ("Y11", "JF-05", "error", "D11", "2", "0", "2"),
    ("Y12", "JF-05", "warning", "D8", "2", "3.47", "-1.47"),
    ("N25", "JF-05", "undecided", "D5", None, None, None),
]
WITHOUT_FIGURES = {"D5", "D6", "D7", "D9", "D12", "D13", "D14", "D21", "D22", "D24", "D25", "D29"}
"""Scores of indicators whose figures the return does not give."""
# Relations that hold. Y05: the cells of the indicators whose points make their full marks.
SILENT_RULES = {"Y01": "JF-01", "Y02": "JF-02", "Y03": "JF-03"}
Y05 = {"C3", "C4", "C10", "C15", "C16", "C17", "C18", "C19", "C20", "C23"}


@pytest.fixture(scope="module")
def checked() -> Checked:
    return check_file(RETURN)


def figures(finding: Finding) -> tuple[str | None, ...]:
    difference = None if finding.difference is None else decimal_text(finding.difference)
    return finding.stated, finding.computed, difference


def test_every_failing_relation_is_found(checked: Checked) -> None:
    found = {(f.rule, f.level.value, f.place.address, *figures(f)) for f in checked.findings if f.primary}
    assert {tuple(relation[1:]) for relation in RELATIONS} - found == set()


def test_relations_that_hold_are_silent(checked: Checked) -> None:
    assert {f.rule for f in checked.findings} & set(SILENT_RULES.values()) == set()
    assert {f.place.address for f in checked.findings if f.rule == "JF-04"} & Y05 == set()


def test_what_lacks_figures_is_undecided_and_nothing_else_is(checked: Checked) -> None:
    undecided = [finding for finding in checked.findings if finding.level is Level.UNDECIDED]
    assert {finding.rule for finding in undecided} == {"JF-05"}
    assert {finding.place.address for finding in undecided} == WITHOUT_FIGURES


def test_the_messages_show_the_working(checked: Checked) -> None:
    said = {finding.place.address: finding.message for finding in checked.findings if finding.rule == "JF-05"}
    assert "(20.89−8.32)/8.32=151.08%" in said["D11"]
    assert "85.06/97.95=86.84%" in said["D8"]
    assert "以收入总计代替" in said["D8"]
    assert "自评 3 分（满分 5 分）" in said["D5"]
    assert "意味着在职人员超过编制" in said["D5"]


def test_the_whole_set_of_findings(checked: Checked) -> None:
    with RETURN.with_suffix(".findings.tsv").open(encoding="utf-8", newline="") as file:
        expected = [tuple(row) for row in csv.reader(file, delimiter="\t")][1:]
    found = [
        (
            *(
                f.rule,
                f.level.value,
                "primary" if f.primary else "",
                f.form,
                f.place.sheet,
                f.place.address or "",
            ),
            *(text or "" for text in figures(f)),
        )
        for f in checked.findings
    ]
    assert found == expected


def test_unit_year_and_form_set(checked: Checked) -> None:
    assert checked.ret is not None
    assert (checked.ret.unit, checked.ret.year, checked.ret.form_set.id) == (
        "益阳市侨联",
        2018,
        "yiyang-2018",
    )
    assert [form.name for form in checked.ret.forms] == ["计分表", "基础数据"]
    assert len(checked.ret.forms[0].entries["绩效指标"]) == 27
    assert checked.verdict == "rejected"


@pytest.mark.parametrize(
    "title",
    [
        "2018年度整体支出绩效自评指标计分表",
        "2018年度某市某局部门整体支出绩效自评指标计分表",
        "整体支出绩效自评指标 计分表（2018年度）",
        "2018年整体支出绩效自评指标评分表",
    ],
)
def test_it_is_recognised_under_other_titles_and_without_the_figures(title: str, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(RETURN)
    book["计分表"]["A1"].value = title
    book["计分表"].title = "附件3"
    del book["基础数据"]
    book.save(tmp_path / "other.xlsx")
    result = check_file(tmp_path / "other.xlsx")
    assert result.ret is not None
    assert (result.ret.form_set.id, result.ret.year) == ("yiyang-2018", 2018)
    # The figures are no official form: a return without them is complete.
    assert {(f.rule, f.level) for f in result.findings} == {
        ("JF-04", Level.ERROR),
        ("JF-05", Level.UNDECIDED),
    }
