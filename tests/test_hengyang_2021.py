"""The real return 衡阳2021, retyped by the unit and typed on our template: what must be found, and what must not.

``RELATIONS`` was worked out by hand from the return's own figures, apart from the program; the ``.findings.tsv``
files beside the workbooks hold the whole set of findings.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from perfxl.checking import Checked, check_file
from perfxl.finding import decimal_text

RETURNS = Path(__file__).parent / "returns"
RETYPED, ON_TEMPLATE = "hengyang-2021", "hengyang-2021-on-template"
FIRST, SECOND = "项目自评表（困难归侨侨眷专项经费）", "项目自评表（参政议政）"
SHEETS = {
    RETYPED: {"base": "附件2", "overall": "附件3", "first": "附件4-1", "second": "附件4-2"},
    ON_TEMPLATE: {"base": "基础数据表", "overall": "部门自评表", "first": FIRST, "second": SECOND},
}

# relation, rule, level, form, cell retyped, cell on the template, stated, computed, difference (stated − computed)
RELATIONS = [
    ("H09", "BD-05", "error", "base", "C19", "C19", "45.17", "42.92", "2.25"),
    ("H10", "BD-05", "error", "base", "D19", "D19", "45.17", "42.92", "2.25"),
    ("H23", "ZP-04", "info", "overall", "B5", "D4", "246.11", "246.1", "0.01"),
    ("H24", "KB-02", "error", "overall", "F7", "H6", "165.44", "200.94", "-35.5"),
    ("H25", "KB-02", "error", "overall", "F8", "H7", "80.66", "45.17", "35.49"),
    ("H33", "ZP-11", "info", "overall", "G27", "G30", "20", "10", "10"),
    ("H34", "ZP-27", "error", "overall", "E22", "E23", "42.92", "45.17", "-2.25"),
    ("H4-P1d", "ZP-06", "error", "first", "B18", "B21", "15", "30", "-15"),
    ("H4-P1e", "ZP-06", "error", "first", "B22", "B25", "15", "10", "5"),
    ("H4-P1f", "ZP-07", "error", "first", "G23", "G26", "90", "100", "-10"),
    ("H4-P1g", "ZP-08", "warning", "first", "G23", "G26", "100", "90", "10"),
    ("H4-P2d", "ZP-06", "error", "second", "B18", "B21", "15", "30", "-15"),
    ("H4-P2e", "ZP-06", "error", "second", "B22", "B25", "15", "10", "5"),
    ("H4-P2f", "ZP-07", "error", "second", "G23", "G26", "90", "100", "-10"),
    ("H4-P2g", "ZP-08", "warning", "second", "G23", "G26", "100", "90", "10"),
    ("H4-P2h", "ZP-27", "error", "second", "E17", "E20", "10", "4.25", "5.75"),
    ("H53, N14", "XM-05", "warning", "second", "E7", "E6", "4.25", "3", "1.25"),
    ("H54, N01", "KB-03", "error", "base", None, None, "2", "10", "-8"),
    ("H55", "BD-09", "warning", "base", "C13", "C13", "6.08", "2.92", "3.16"),
    ("H57, N12", "BD-11", "info", "base", "D7", "D7", None, None, None),
    ("N02", "TY-01", "error", "overall", "A3", "A2", None, None, None),
    ("N02", "TY-01", "error", "first", "A3", "A2", None, None, None),
    ("N02", "TY-01", "error", "first", "B5", "B4", None, None, None),
    ("N02", "TY-01", "error", "second", "A3", "A2", None, None, None),
    ("N02", "TY-01", "error", "second", "B5", "B4", None, None, None),
    ("N04", "ZP-22", "warning", "first", "E14", "E13", None, None, None),
    ("N04", "ZP-22", "warning", "second", "E14", "E13", None, None, None),
    ("N05", "ZP-21", "warning", "overall", "E20", "E19", None, None, None),
    ("N05", "ZP-20", "warning", "overall", "F20", "F19", None, None, None),
    ("N05", "ZP-21", "warning", "overall", "E24", "E26", None, None, None),
    ("N05", "ZP-20", "warning", "overall", "F24", "F26", None, None, None),
    ("N07", "XM-06", "info", "first", "G8", "G7", None, None, None),
    ("N07", "XM-06", "info", "second", "G8", "G7", None, None, None),
    ("N08", "ZP-24", "warning", "first", "E16", "E18", None, None, None),
    ("N08", "ZP-24", "warning", "second", "E16", "E18", None, None, None),
    ("N09", "TY-04", "warning", "overall", "A30", "A32", "2022.0531", None, None),
    ("N10", "ZP-05", "info", "overall", "F6", "H5", None, None, None),
    ("N13", "BD-13", "info", "base", "D23", "D23", None, None, None),
    ("N13", "BD-13", "info", "base", "D27", "D27", None, None, None),
    *[("N01", "KB-04", "error", "base", cell, cell, None, None, None)
      for cell in ("A21", "A22", "A23", "A24", "A25", "A27", "A28", "A29")],
]  # fmt: skip
ONLY_RETYPED = [("N10", "TY-13", "error", "overall", "F6", "F6", "按指出性质分", "按支出性质分", None)]

# Relations that hold: no finding of these rules on these forms (0.01 of rounding in H23 apart).
SILENT = {
    ("BD-01", "base"), ("BD-03", "base"), ("BD-04", "base"), ("BD-06", "base"), ("BD-07", "base"),
    ("KB-01", "overall"), ("ZP-01", "overall"), ("ZP-02", "overall"), ("ZP-03", "overall"), ("ZP-06", "overall"),
    ("ZP-07", "overall"), ("ZP-08", "overall"), ("XM-01", "first"), ("XM-02", "first"), ("XM-07", "first"),
    ("XM-01", "second"), ("XM-02", "second"), ("XM-07", "second"), ("ZP-27", "first"), ("KB-05", "first"),
    ("KB-05", "second"),
}  # fmt: skip


@pytest.fixture(scope="module", params=[RETYPED, ON_TEMPLATE])
def checked(request: pytest.FixtureRequest) -> tuple[str, Checked]:
    return request.param, check_file(RETURNS / f"{request.param}.xlsx")


def found(result: Checked) -> set[tuple[str | None, ...]]:
    return {
        (
            finding.rule,
            finding.level.value,
            finding.place.sheet,
            finding.place.address,
            finding.stated,
            finding.computed,
            None if finding.difference is None else decimal_text(finding.difference),
        )
        for finding in result.findings
    }


def test_every_failing_relation_is_found(checked: tuple[str, Checked]) -> None:
    name, result = checked
    expected = set()
    for relation in RELATIONS + (ONLY_RETYPED if name == RETYPED else []):
        _, rule, level, form, retyped, on_template, *figures = relation
        cell = retyped if name == RETYPED else on_template
        expected.add((rule, level, SHEETS[name][str(form)], cell, *figures))
    assert expected - found(result) == set()


def test_relations_that_hold_are_silent(checked: tuple[str, Checked]) -> None:
    name, result = checked
    places = {(finding.rule, finding.place.sheet) for finding in result.findings}
    assert {(rule, SHEETS[name][form]) for rule, form in SILENT} & places == set()


def test_the_whole_set_of_findings(checked: tuple[str, Checked]) -> None:
    name, result = checked
    with (RETURNS / f"{name}.findings.tsv").open(encoding="utf-8", newline="") as file:
        expected = [tuple(row) for row in csv.reader(file, delimiter="\t")][1:]
    assert table(result) == expected


def table(result: Checked) -> list[tuple[str, ...]]:
    """The findings as rows of the table beside the workbook."""
    return [
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
        for finding in result.findings
    ]


def test_unit_year_and_form_set(checked: tuple[str, Checked]) -> None:
    _, result = checked
    assert result.ret is not None
    assert (result.ret.unit, result.ret.year, result.ret.form_set.id) == (
        "衡阳市归国华侨联合会",
        2021,
        "hunan-2021",
    )
    assert [form.name for form in result.ret.forms] == ["基础数据表", "部门自评表", FIRST, SECOND]
    assert result.verdict == "rejected"


def test_both_ways_of_typing_say_the_same(request: pytest.FixtureRequest) -> None:
    """Apart from what really differs: the misspelt label, the missing unit mark, formulas typed over."""
    sets = {}
    for name in (RETYPED, ON_TEMPLATE):
        form_of = {sheet: form for form, sheet in SHEETS[name].items()}
        findings = check_file(RETURNS / f"{name}.xlsx").findings
        sets[name] = {
            (f.rule, f.level, form_of.get(f.place.sheet), f.stated, f.computed, f.difference, f.primary)
            for f in findings
        }
    only_retyped = {(rule, form) for rule, _, form, *_ in sets[RETYPED] - sets[ON_TEMPLATE]}
    only_template = {(rule, form) for rule, _, form, *_ in sets[ON_TEMPLATE] - sets[RETYPED]}
    assert only_retyped == {("TY-13", "overall"), ("TY-07", "base")}
    assert only_template == {("TY-11", "base"), ("TY-11", "first"), ("TY-11", "second")}
