"""Form sets: the shipped ones are right, and mistakes in one are found with their place."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from perfxl.formset.load import form_set_ids, load_form_set, templates_folder
from perfxl.formset_check import check_form_set
from perfxl.report.across import RUN_RULES
from perfxl.rules.families import pair_rules, python_rules
from perfxl.rules.registry import catalogue
from perfxl.words.families import report_rules

HUNAN = templates_folder() / "hunan-2021"


@pytest.mark.parametrize("form_set_id", form_set_ids())
def test_shipped_form_sets_have_no_mistake(form_set_id: str) -> None:
    assert check_form_set(templates_folder() / form_set_id) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("id: hunan-2021", "id: hunan-2022", ["hunan-2021/form-set.yaml：id“hunan-2022”应与文件夹同名"]),
        ("year: 2021", "year: soon", ["hunan-2021：“year”的内容不对：'soon'"]),
        ("type: count", "type: number", ["hunan-2021/基础数据表/人员：没有类型“number”；可用：amount、count、rate、score、text、date、value"]),
        ("BD-07: 基本支出 >=", "BD-07: 基本支处 >=", ["基础数据表：公式“基本支处 >= 公用经费”中的数据项“基本支处”不存在"]),
        ("BD-05: 项目支出 = SUM(项目)", "BD-99: 项目支出 = SUM(项目)", ["基础数据表：没有规则“BD-99”（公式：项目支出 = SUM(项目)）"]),
        ("= SUM(项目)", "= SUMIF(项目)", ["基础数据表：公式中没有函数 SUMIF；可用：SUM、CHANGE_RATE、CONTROL_RATE、EXECUTION_RATE、MAX、MIN、RATE_SCORE、ROUND"]),
        ("BD-07: 基本支出 >= 公用经费", "BD-07: 基本支出", ["基础数据表：公式“基本支出”应为“数据项 = 表达式”（或 >=、<=）"]),
        ("BD-07: 基本支出 >= 公用经费", "BD-07: 基本支出 >= 厉行节约保障措施", ["基础数据表：公式“基本支出 >= 厉行节约保障措施”中的数据项“厉行节约保障措施”不是数值"]),
        ("项目: {after: 项目支出}", "项目: {after: 专项}", ["hunan-2021/基础数据表/经费/项目：“after”所指的行“专项”不存在"]),
        (
            "其他来源: {after: 年度资金总额, among: true}", "其他来源: {among: true}",
            ["hunan-2021/项目自评表/项目资金/其他来源：写了“among”的行还要写“after”"],
        ),
        ("label: 厉行节约保障措施", "label: 勤俭办事规定", ["基础数据表：表样中没有标签“勤俭办事规定”"]),
        ("template: template.xlsx", "template: other.xlsx", ["表样 other.xlsx 无法读取"]),
        ("    sheet: 部门自评表", "    sheet: 部门表", ["部门自评表：在工作表“部门自评表”中，而定义写的是“部门表”"]),
        ("    label: 项目支出绩效自评表", "    label: 专项支出结算情况表", ["项目自评表：表样 template.xlsx 中没有“专项支出结算情况表”"]),
        ("部门自评表.基本支出 = 基础数据表.基本支出.本年预算数", "部门自评表.基本支出 = 基础表.基本支出.本年预算数", ["relations：公式“部门自评表.基本支出 = 基础表.基本支出.本年预算数”中没有表“基础表”"]),
        ("required: [编制数", "required: [编制人", ["hunan-2021/基础数据表/required：“编制人”不是本表的一个数"]),
        ("required: [编制数", "required: [项目支出", ["hunan-2021/基础数据表/required：“项目支出”不是本表的一个数"]),
        ("parameters:", "parametres:", ["hunan-2021：不认识的项“parametres”"]),
        ("forms:", "forms: [", ["hunan-2021/form-set.yaml："]),
    ],
)  # fmt: skip
def test_mistakes_are_found(tmp_path: Path, old: str, new: str, said: list[str]) -> None:
    folder = tmp_path / "hunan-2021"
    shutil.copytree(HUNAN, folder)
    definition = folder / "form-set.yaml"
    text = definition.read_text("utf-8")
    assert old in text
    definition.write_text(text.replace(old, new, 1), "utf-8")
    mistakes = check_form_set(folder)
    assert len(mistakes) == len(said)
    for mistake, start in zip(mistakes, said, strict=True):
        assert mistake.startswith(start)


def test_every_rule_is_checked_by_something() -> None:
    """A rule is a function, a formula of some form set, or one of the file rules."""
    formulas = {
        relation.rule
        for form_set_id in form_set_ids()
        for holder in (load_form_set(form_set_id), *load_form_set(form_set_id).forms.values())
        for relation in holder.relations
    }
    checked = (
        set(python_rules())
        | set(pair_rules())
        | {rule for rule, _ in report_rules()}
        | set(RUN_RULES)
        | formulas
        | {"WJ-01", "WJ-02", "WJ-03", "WJ-04", "WJ-07", "WJ-08", "WJ-09", "WJ-10", "WJ-11", "WJ-13"}
    )
    rules = catalogue()
    assert checked - {""} == set(rules)


def test_a_new_form_set_needs_no_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small made-up form in a folder of its own is recognised, computed and checked."""
    import openpyxl

    from perfxl.audit import audit
    from perfxl.fill import fill
    from perfxl.formset.load import read_form_set
    from perfxl.returns.recognise import read_return
    from perfxl.workbook.read import read_book

    folder = tmp_path / "demo-2030"
    folder.mkdir()
    (folder / "form-set.yaml").write_text(DEMO, "utf-8")
    book = openpyxl.Workbook()
    sheet = book.active
    for row in DEMO_ROWS:
        sheet.append(row)
    sheet.title = "经费表"
    book.save(folder / "template.xlsx")
    assert check_form_set(folder) == []
    sheet["C6"], sheet["C7"], sheet["C5"] = 2, 3, 6
    sheet["B6"], sheet["B7"] = 1, 1
    book.save(tmp_path / "return.xlsx")
    ret = read_return(read_book((tmp_path / "return.xlsx").read_bytes()), [read_form_set(folder)])
    assert ret is not None
    found = {(f.rule, f.place.address, f.stated, f.computed) for f in audit(ret) if f.rule == "BD-04"}
    assert found == {("BD-04", "C5", "6", "5"), ("BD-04", "B5", "", "2")}
    assert {(change.place.address, change.after) for change in fill(ret)} == {("B5", "2"), ("C5", "5")}


DEMO = """
id: demo-2030
name: 示例套表
basis: 示例
template: template.xlsx
year: 2030
parameters: {}
forms:
  经费表:
    label: 交通经费使用情况表
    sheet: 经费表
    unit: 万元
    fields:
      填报单位: {label: 填报单位, required: true}
    grids:
      经费:
        columns:
          预算数: "{Y}年预算数"
          支出数: "{Y}年支出数"
        rows:
          合计: 交通经费合计
          油费: 其中：油费
          维修: 维修保养
    computations:
      BD-04: 合计 = 油费 + 维修
"""
DEMO_ROWS = [
    ["交通经费使用情况表"],
    ["填报单位：示例局", None, "单位：万元"],
    [],
    ["项目", "2030年预算数", "2030年支出数"],
    ["交通经费合计"],
    ["其中：油费"],
    ["维修保养"],
]
