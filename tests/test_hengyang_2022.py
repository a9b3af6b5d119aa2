"""The real return 衡阳2022, a declaration of targets, alone and beside the unit's return for 2021.

``RELATIONS`` was worked out by hand from the return's own figures, apart from the program; the ``.findings.tsv``
beside the workbook holds the whole set of findings.
"""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from perfxl.audit import audit
from perfxl.checking import Checked, check_file
from perfxl.finding import decimal_text
from perfxl.pairing import named
from perfxl.rules.families import pair_rules
from test_hengyang_2021 import RETURNS, table

NAME = "hengyang-2022"
WHOLE, PROJECT = "部门申报表", "项目申报表"
# relation, rule, level, sheet, cell, stated, computed
RELATIONS = [
    ("N17", "TY-13", "error", WHOLE, "A14", None, None),
    ("N17", "TY-13", "error", WHOLE, "C15", None, None),
    ("N18", "SB-09", "error", WHOLE, "D28", None, None),
    ("N18", "SB-09", "error", PROJECT, "F18", None, None),
    ("N19", "SB-11", "warning", PROJECT, "F12", None, None),
    ("N20", "ZP-21", "warning", WHOLE, "F26", None, None),
    ("N20", "ZP-21", "warning", PROJECT, "F13", None, None),
    ("N20", "ZP-21", "warning", PROJECT, "F17", None, None),
    ("N20", "ZP-24", "warning", PROJECT, "F14", None, None),
    ("N21", "TY-06", "warning", WHOLE, "A3", "市侨联", "衡阳市归国华侨联合会"),
    ("no opinion", "SB-16", "info", WHOLE, "B32", None, None),
    ("no opinion", "SB-16", "info", PROJECT, "B19", None, None),
]
# Q01 to Q07 hold: 180.61, 141.74 + 38.87, 17.68 + 3 + 5.19 + 13, 38.87 = 38.87, 38.87 + 0, 38.87, 180.61.
SILENT = {
    "SB-01",
    "SB-02",
    "SB-03",
    "SB-04",
    "SB-05",
    "SB-06",
    "SB-07",
    "ZP-26",
    "ZP-27",
    "TY-07",
    "TY-08",
    "TY-05",
}


@pytest.fixture(scope="module")
def checked() -> Checked:
    return check_file(RETURNS / f"{NAME}.xlsx")


def test_every_failing_relation_is_found(checked: Checked) -> None:
    found = {
        (f.rule, f.level.value, f.place.sheet, f.place.address, f.stated, f.computed)
        for f in checked.findings
    }
    assert {relation[1:] for relation in RELATIONS} - found == set()


def test_relations_that_hold_are_silent(checked: Checked) -> None:
    assert SILENT & {finding.rule for finding in checked.findings} == set()


def test_what_slipped_is_read_where_it_belongs(checked: Checked) -> None:
    """The row 维护侨益 counts with its figures, which stand one column left."""
    assert checked.ret is not None
    form = checked.ret.of("部门目标申报表")[0]
    tasks = [
        [entry[column].text for column in ("任务名称", "总额", "财政拨款")]
        for entry in form.entries["年度主要任务"]
    ]
    assert tasks == [
        ["海外联谊", "17.68", "17.68"],
        ["群众工作", "3", "3"],
        ["参政议政", "5.19", "5.19"],
        ["维护侨益", "13", "13"],
    ]
    assert form.entries["年度主要任务"][3]["总额"].place == (WHOLE, 14, 4)
    assert [form.value(f"金额合计.{column}").text for column in ("总额", "财政拨款")] == ["38.87", "38.87"]
    assert len(form.entries["绩效指标"]) == 13


def test_the_whole_set_of_findings(checked: Checked) -> None:
    with (RETURNS / f"{NAME}.findings.tsv").open(encoding="utf-8", newline="") as file:
        expected = [tuple(row) for row in csv.reader(file, delimiter="\t")][1:]
    assert table(checked) == expected


def test_unit_year_and_form_set(checked: Checked) -> None:
    ret = checked.ret
    assert ret is not None
    assert (ret.unit, ret.year, ret.form_set.id) == ("衡阳市归国华侨联合会", 2022, "hunan-2022-target")
    assert [form.name for form in ret.forms] == ["部门目标申报表", "项目目标申报表（华侨事务）"]
    assert checked.verdict == "rejected"


@pytest.mark.parametrize(
    ("last", "total", "basic", "rows"),
    [
        ("hengyang-2021", "附件3!B5", "附件2!C7", "附件2!A20"),
        ("hengyang-2021-on-template", "部门自评表!D4", "基础数据表!C7", "基础数据表!A20"),
    ],
)
def test_beside_last_years_return(checked: Checked, last: str, total: str, basic: str, rows: str) -> None:
    """Q08: −26.61 % in all and −29.46 % of basic expenditure; projects fell by 13.95 % only. N22: ten projects, then one."""
    path = Path(f"{last}.xlsx")
    former = check_file(RETURNS / path).ret
    assert checked.ret is not None
    assert former is not None
    others = named(checked.ret, [(path.name, former)])
    assert others.notes == []
    findings = [f for f in audit(checked.ret, others=others.others) if f.rule in pair_rules()]
    figures = {
        (
            f.rule,
            f.level.value,
            f.place.address,
            f.stated,
            f.computed,
            decimal_text(f.difference or Decimal(0)),
        ): f.message
        for f in findings
    }
    assert set(figures) == {
        ("KN-01", "info", "B5", "180.61", "246.11", "-65.5"),
        ("KN-01", "info", "E7", "141.74", "200.94", "-59.2"),
        ("KN-02", "info", "B4", "1", "10", "-9"),
    }
    said = "\n".join(figures.values())
    for part in (
        "较上年减少 26.61%",
        "较上年减少 29.46%",
        f"{path.name} {total}",
        f"{path.name} {basic}",
        rows,
    ):
        assert part in said
