"""Form sets that leave out what the shipped ones have: no rule may fail on them, and what can be judged is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from cases import line
from made import Content, Made, book_of
from perfxl.audit import INTERNAL, audit
from perfxl.finding import Level
from perfxl.formset.load import FormSet, read_form_set
from perfxl.returns.recognise import read_return

DEFINITION: dict[str, Any] = {
    "id": "small-2030",
    "name": "示例套表",
    "basis": "示例",
    "template": "template.xlsx",
    "year": 2030,
    "parameters": {},
    "forms": {
        "项目自评表": {
            "label": "示例项目自评情况表",
            "sheet": "自评",
            "per_project": True,
            "fields": {"项目支出名称": {"label": "项目名称", "required": True}},
            "grids": {
                "项目资金": {
                    "columns": {
                        "全年预算数": "预算数",
                        "全年执行数": "支出数",
                        "执行率": {"label": "执行率", "type": "rate"},
                        "分值": {"label": "执行率权重", "type": "score"},
                        "得分": {"label": "执行率得分", "type": "score"},
                    },
                    "rows": {"年度资金总额": "年度总金额"},
                }
            },
            "lists": {
                "绩效指标": {
                    "columns": {
                        "三级指标": "指标名称",
                        "指标值": {"label": "年初指标值", "type": "value"},
                        "完成值": {"label": "全年完成值", "type": "value"},
                        "分值": {"label": "指标权重", "type": "score"},
                        "得分": {"label": "指标得分", "type": "score"},
                    },
                    "total": "合计",
                }
            },
            "computations": {
                "XM-02": "年度资金总额.执行率 = EXECUTION_RATE(年度资金总额.全年执行数, 年度资金总额.全年预算数)",
            },
        }
    },
}
HEAD: list[list[Content]] = [
    ["示例项目自评情况表"],
    ["（2030年度，单位：万元）"],
    ["项目名称", "农村户厕改造"],
    ["资金", None, "预算数", "支出数", "执行率", "执行率权重", "执行率得分"],
    [None, "年度总金额", 112, 103, "91.96%", 10, 9],
]
COLUMNS = ("指标名称", "年初指标值", "全年完成值", "指标权重", "指标得分")
INDICATORS: list[list[Content]] = [
    ["改造户厕数", "≥350户", "350户", 40, 40],
    ["验收合格率", "≥98%", "99%", 30, 30],
    ["农户满意度", "≥90%", "93%", 20, 20],
]


def small(tmp_path: Path, *, without: tuple[str, ...] = ()) -> FormSet:
    """The small form set, without some columns of its list."""
    data = yaml.safe_load(yaml.safe_dump(DEFINITION, allow_unicode=True))
    columns = data["forms"]["项目自评表"]["lists"]["绩效指标"]["columns"]
    for name in without:
        del columns[name]
    folder = tmp_path / "small-2030"
    folder.mkdir()
    (folder / "form-set.yaml").write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), "utf-8")
    return read_form_set(folder)


def audited(form_set: FormSet, changes: dict[tuple[int, int], Content] | None = None) -> Made:
    """A return on the form, with the columns that the form set has; ``changes`` by row and column of the indicators."""
    indicators = [list(row) for row in INDICATORS]
    for (row, col), content in (changes or {}).items():
        indicators[row][col] = content
    labels = [column.label.text for column in form_set.forms["项目自评表"].lists["绩效指标"].columns]
    kept = [number for number, label in enumerate(COLUMNS) if label in labels]
    total: list[Content] = [None, None, None, 100, sum(int(str(row[4])) for row in indicators) + 9]
    table = [[row[number] for number in kept] for row in ([*COLUMNS], *indicators, total)]
    rows = [*HEAD, *([None, *row] for row in table[:-1]), ["合计", *table[-1]]]
    book = book_of({"自评": rows})
    ret = read_return(book, [form_set])
    assert ret is not None
    return Made(book, ret, audit(ret))


def test_a_form_without_levels_is_audited(tmp_path: Path) -> None:
    """Neither the weights of categories nor whether one is missing can be judged; the rest is silent."""
    assert audited(small(tmp_path)).findings == []


def test_its_errors_are_found(tmp_path: Path) -> None:
    form_set = small(tmp_path)
    findings = audited(form_set, {(0, 4): 45}).findings
    assert list(map(line, findings)) == ["ZP-09 error 自评!F7 从属", "ZP-14 error 自评!F7"]
    (found,) = audited(form_set, {(0, 2): "315户"}).findings
    assert (line(found), found.stated, found.computed) == ("ZP-14 error 自评!F7", "40", "36")


@pytest.mark.parametrize(
    "without",
    [
        ("三级指标",),
        ("指标值",),
        ("完成值",),
        ("分值",),
        ("得分",),
        ("指标值", "完成值"),
        ("分值", "得分"),
        ("三级指标", "指标值", "完成值"),
    ],
)
def test_no_rule_fails_whatever_column_a_form_set_leaves_out(
    tmp_path: Path, without: tuple[str, ...]
) -> None:
    findings = audited(small(tmp_path, without=without)).findings
    assert [found.message for found in findings if found.rule == INTERNAL] == []
    assert not [found for found in findings if found.level is Level.ERROR]
