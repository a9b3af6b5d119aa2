"""The real return 邢台2020, as a scan of it was converted: what must be found, and what must not.

``RELATIONS`` was worked out by hand from the return's own figures, apart from the program; the ``.findings.tsv``
file beside the workbook holds the whole set of findings.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from perfxl.checking import Checked, check_file
from perfxl.fill import fill
from perfxl.finding import decimal_text

RETURNS = Path(__file__).parent / "returns"
WHOLE, PROJECT = "部门整体绩效目标", "项目绩效目标"

# relation, rule, level, sheet, cell, stated, computed, difference (stated − computed)
RELATIONS = [
    ("X02", "SB-02", "error", WHOLE, "B7", "88.29", "86.29", "2"),
    ("N27", "SB-13", "error", PROJECT, "C32", None, None, None),
    ("N28", "SB-14", "warning", PROJECT, "D12", "去年", None, None),
    ("N29", "SB-12", "warning", PROJECT, "H10", None, None, None),
    ("N29", "TY-01", "error", PROJECT, "B3", None, None, None),
    ("N29", "TY-01", "error", WHOLE, "B20", None, None, None),
    ("N30", "ZP-26", "warning", WHOLE, "G17", None, None, None),
    ("N30", "ZP-26", "warning", WHOLE, "G22", None, None, None),
    ("N30", "ZP-26", "warning", WHOLE, "G26", None, None, None),
    ("N31", "WJ-06", "warning", PROJECT, "G23", "=100%", None, None),
    ("N31", "WJ-06", "warning", PROJECT, "G34", "25 项", None, None),
    ("N31", "WJ-06", "warning", PROJECT, "G36", "22 1", None, None),
    ("N31", "WJ-06", "warning", PROJECT, "G38", "210 永", None, None),
    ("N31", "WJ-06", "warning", PROJECT, "G40", "=10", None, None),
    ("damage", "WJ-05", "warning", WHOLE, "G16", ">9 95%", None, None),
    ("damage", "WJ-05", "warning", WHOLE, "G23", "€0", None, None),
    ("damage", "WJ-05", "warning", WHOLE, "G48", "≪0.4万元", None, None),
    ("damage", "WJ-05", "warning", WHOLE, "G49", "≪0.9万元", None, None),
    ("damage", "WJ-05", "warning", PROJECT, "G41", "≥2 ↑", None, None),
    ("value lost", "SB-09", "error", PROJECT, "G15", None, None, None),
]

# X01 income, X03 costs of 8.0 within 8, X04 8 = 8 + 0, X05 8 in both forms, X06 plan up to 100.
SILENT = {"SB-01", "SB-07", "SB-06", "SB-05", "SB-08", "TY-02", "TY-03", "TY-06", "TY-07", "TY-13"}


@pytest.fixture(scope="module")
def checked() -> Checked:
    return check_file(RETURNS / "xingtai-2020.xlsx")


def test_every_failing_relation_is_found_once(checked: Checked) -> None:
    found = [
        (
            finding.rule,
            finding.level.value,
            finding.place.sheet,
            finding.place.address,
            finding.stated,
            finding.computed,
            None if finding.difference is None else decimal_text(finding.difference),
        )
        for finding in checked.findings
        if finding.primary
    ]
    assert {relation[1:] for relation in RELATIONS} - set(found) == set()
    own = {relation[1] for relation in RELATIONS}
    assert sum(finding[0] in own for finding in found) == len(RELATIONS)


def test_relations_that_hold_are_silent(checked: Checked) -> None:
    assert SILENT & {finding.rule for finding in checked.findings} == set()


def test_the_whole_set_of_findings(checked: Checked) -> None:
    with (RETURNS / "xingtai-2020.findings.tsv").open(encoding="utf-8", newline="") as file:
        expected = [tuple(row) for row in csv.reader(file, delimiter="\t")][1:]
    assert [
        (
            finding.rule,
            finding.level.value,
            "primary" if finding.primary else "",
            finding.form,
            finding.place.sheet,
            finding.place.address or "",
            finding.stated or "",
            finding.computed or "",
            "" if finding.difference is None else decimal_text(finding.difference),
        )
        for finding in checked.findings
    ] == expected


def test_the_gap_of_two_is_told_with_the_blank_that_may_explain_it(checked: Checked) -> None:
    (finding,) = [finding for finding in checked.findings if finding.rule == "SB-02"]
    assert "收入合计 88.29 万元" in finding.message
    assert "86.29 万元多 2 万元（其它支出未填）" in finding.message


def test_the_empty_column_is_told_once_for_all_rows(checked: Checked) -> None:
    (finding,) = [finding for finding in checked.findings if finding.rule == "SB-12"]
    assert len(finding.related) == 31


def test_unit_year_forms_and_blocks(checked: Checked) -> None:
    assert checked.ret is not None
    ret = checked.ret
    assert (ret.unit, ret.year, ret.form_set.id) == ("邢台市归国华侨联合会", 2020, "hebei-2020")
    assert [form.name for form in ret.forms] == ["部门绩效目标申报表", "项目绩效目标表（侨务工作经费）"]
    whole = ret.forms[0]
    goals = [value.label for value in whole.blocks["绩效指标"]]
    assert goals == ["年度整体支出目标1", "年度整体支出目标2", "年度整体支出目标3"]
    rows = whole.entries["绩效指标"]
    assert [sum(row["年度整体支出目标"].label == goal for row in rows) for goal in goals] == [5, 8, 28]
    assert {row["项目名称及金额"].text for row in rows} == {"人员经费（64.18万元）", "万元）", "侨务工"}


def test_only_the_blank_total_is_filled_and_nothing_damaged_is_repaired(checked: Checked) -> None:
    assert checked.ret is not None
    changes = [(change.place.sheet, change.place.address, change.after) for change in fill(checked.ret)]
    assert changes == [(WHOLE, "B10", "86.29")]
