"""Which form set a form belongs to where several have one of its title, and what tells them apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from made import UNIT, Content, book_of, d, made
from made_declared import declared, project_rows, whole_rows
from made_national import (
    SHEET,
    Rows,
    chongqing_rows,
    department_rows,
    returned,
    tasks_rows,
    term_rows,
    xiangtan_rows,
    year_rows,
)
from perfxl.audit import audit
from perfxl.checking import check_bytes
from perfxl.formset.listed import listed_form_sets
from perfxl.formset.load import FormSetError, form_set_ids, read_form_set, templates_folder
from perfxl.returns.recognise import recognise

MINIMAL = """
id: small
name: 示例
basis: 示例
template: template.xlsx
year: 2023
forms:
  项目目标申报表:
    label: 示例表
    sheet: 示例表
    {key}
    fields:
      资金总额: {{label: 资金总额, type: amount}}
      其他资金: {{label: 其他资金, type: amount{field}}}
    lists:
      绩效指标: {{columns: {{三级指标: {{label: 三级指标}}}}}}
      中期绩效指标: {{left_of: {right}}}
"""


def chosen(sheets: dict[str, Rows]) -> tuple[str, list[tuple[str, str]]]:
    """The form set chosen among all, and the sheets with what they were read as."""
    found = recognise(book_of(sheets), listed_form_sets())
    ret = found.read()
    assert ret is not None
    assert not found.strangers
    return ret.form_set.id, [(form.sheet, form.id) for form in ret.forms]


@pytest.mark.parametrize("form_set", form_set_ids())
def test_every_blank_form_is_of_its_own_form_set(form_set: str) -> None:
    ret = check_bytes((templates_folder() / form_set / "template.xlsx").read_bytes(), "file.xlsx").ret
    assert ret is not None
    assert ret.form_set.id == form_set
    assert {form.id for form in ret.forms} == set(ret.form_set.forms)


def test_a_declaration_of_hunan_stays_one_of_hunan() -> None:
    ret = recognise(declared().book, listed_form_sets()).read()
    assert ret is not None
    assert ret.form_set.id == "hunan-2022-target"
    without = declared(without=("部门",))
    alone = recognise(without.book, listed_form_sets()).read()
    assert alone is not None
    assert alone.form_set.id == "hunan-2022-target"


TITLES = [
    "部门（单位）整体支出绩效目标申报表",
    "部门整体支出绩效目标申报表",
    "部门整体支出绩效目标表",
    "部门（单位）整体支出绩效目标表",
    "2023年省级部门整体绩效目标表",
    "整体支出绩效目标申报表",
]


@pytest.mark.parametrize("title", TITLES)
def test_the_units_declarations_are_told_apart_whatever_their_title(title: str) -> None:
    national, hunan = tasks_rows(), whole_rows()
    national[0] = hunan[0] = [title]
    overall = [(SHEET, "部门目标申报表")]
    assert chosen({SHEET: national}) == ("mof-2015-department-target", overall)
    assert chosen({SHEET: hunan}) == ("hunan-2022-target", overall)
    assert returned(national).findings == []
    assert returned(hunan).findings == []


ENTERED: list[dict[str, Content]] = [
    {"B6": "基本支出", "B7": "项目支出"},
    {"B6": "1.基本支出", "B7": "2.项目支出"},
    {"C6": "基本支出：工资福利"},
    {"D12": "执行率"},
    {"D12": "完成值"},
]


@pytest.mark.parametrize("entered", ENTERED)
def test_what_is_entered_in_a_list_makes_no_other_form(entered: dict[str, Content]) -> None:
    """A task 基本支出, an indicator 执行率: in other forms these words are labels."""
    read = returned(tasks_rows(), entered)
    assert read.ret.form_set.id == "mof-2015-department-target"
    assert read.findings == []
    wrong = returned(tasks_rows(), entered | {"E9": d("410.5")})
    told = [(finding.rule, finding.place.address) for finding in wrong.findings if finding.primary]
    assert told == [("SB-03", "E9")]


@pytest.mark.parametrize("heading", ["实际完成值", "执行率"])
def test_a_word_among_the_headings_makes_another_form(heading: str) -> None:
    rows = tasks_rows()
    rows[10].append(heading)
    assert recognise(book_of({SHEET: rows}), listed_form_sets()).read() is None


def test_the_units_declaration_takes_its_projects_with_it() -> None:
    both = {"整体": tasks_rows(), "项目": term_rows()}
    read = ("mof-2015-department-target", [("整体", "部门目标申报表"), ("项目", "项目目标申报表")])
    assert chosen(both) == read
    assert chosen({"项目": term_rows()}) == ("mof-2015-target", [("项目", "项目目标申报表")])
    assert chosen({"项目": year_rows()}) == ("mof-2015-target", [("项目", "项目目标申报表")])


@pytest.mark.parametrize(
    "title",
    [
        "部门整体绩效自评表",
        "部门整体支出绩效自评表",
        "2021年度部门整体绩效自评表",
        "示例市档案馆部门（单位）整体绩效自评表",
    ],
)
def test_the_units_evaluations_are_told_apart_whatever_their_title(title: str) -> None:
    national, chongqing = department_rows(), chongqing_rows()
    national[0] = chongqing[0] = [title]
    overall = [(SHEET, "部门自评表")]
    assert chosen({SHEET: national}) == ("mof-2020-department", overall)
    assert chosen({SHEET: chongqing}) == ("chongqing-2021", overall)
    assert returned(chongqing).findings == []
    hunan = recognise(made().book, listed_form_sets()).read()
    assert hunan is not None
    assert hunan.form_set.id == "hunan-2021"


def test_the_form_of_a_project_of_chongqing_is_not_its_units() -> None:
    """It has the same columns, but says of which project it is."""
    rows = chongqing_rows()
    rows[0] = ["2022年度项目支出绩效自评表"]
    rows[1:1] = [["项目名称", None, "档案数字化", None, None, "项目编码", "50011122T000000062345"]]
    for title in ("2022年度项目支出绩效自评表", "部门整体绩效自评表"):
        rows[0] = [title]
        assert recognise(book_of({SHEET: rows}), listed_form_sets()).read() is None


def test_hunans_unit_may_list_other_money_of_its_tasks() -> None:
    wide = [[*row] for row in whole_rows()]
    for row, content in zip(range(9, 13), ("其他资金", 0, 10, 10), strict=True):
        wide[row].append(content)
    assert returned(wide).findings == []
    wide[11][-1] = 9
    told = [(finding.rule, finding.place.address) for finding in returned(wide).findings if finding.primary]
    assert told == [("SB-04", "E12")]
    assert chosen({"整体": wide, "项目": project_rows("档案数字化", 57, "≥62万页")})[0] == "hunan-2022-target"


def test_the_unit_and_project_forms_of_hunan_stay_hunans() -> None:
    ret = recognise(made().book, listed_form_sets()).read()
    assert ret is not None
    assert ret.form_set.id == "hunan-2021"


def test_the_units_form_takes_its_projects_with_it() -> None:
    project = department_rows()
    project[0] = ["项目支出绩效自评表"]
    project[2:3] = [
        ["项目名称", "档案数字化"],
        ["主管部门", "示例市委办公室", None, None, "实施单位", None, UNIT],
    ]
    both = {"整体": department_rows(), "项目": project}
    assert chosen(both) == ("mof-2020-department", [("整体", "部门自评表"), ("项目", "项目自评表")])
    assert chosen({"项目": project}) == ("mof-2020", [("项目", "项目自评表")])
    beside = {"整体": chongqing_rows(), "项目": project}
    assert chosen(beside) == ("chongqing-2021", [("整体", "部门自评表"), ("项目", "项目自评表")])
    assert chosen(beside | {"项目二": project})[0] == "chongqing-2021"


def test_a_self_evaluation_beside_a_declaration_is_no_declaration() -> None:
    project = department_rows()
    project[0] = ["项目支出绩效自评表"]
    project[2:3] = [
        ["项目名称", "档案数字化"],
        ["主管部门", "示例市委办公室", None, None, "实施单位", None, UNIT],
    ]
    found = recognise(book_of({"申报": term_rows(), "自评": project}), listed_form_sets())
    ret = found.read()
    assert ret is not None
    assert {form.id for form in ret.forms} in ({"项目自评表"}, {"项目目标申报表"})
    assert [(stranger.sheet, stranger.recognised) for stranger in found.strangers] in (
        [("申报", True)],
        [("自评", True)],
    )


@pytest.mark.parametrize(
    "rows",
    [
        # The money of the unit by tasks, and one line without a label for all of it.
        [["部门名称", UNIT], ["年度主要任务", "任务名称", "财政拨款", "其他资金"], ["部门预算执行情况", None, None, "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"], [None, None, None, 400, 410, d("401.8"), 10, "98%", d("9.8")]],
        # What the execution is compared with is the budget at the start of the year.
        [["部门名称", UNIT], ["资金来源", None, None, "年初预算数（A）", "全年执行数（B）", "分值", "得分"], ["年度资金总额", None, None, 400, d("401.8"), 10, 10], ["基本支出", None, None, 300, 300], ["项目支出", None, None, 100, d("101.8")]],
    ],
    ids=["tasks", "start-of-year"],
)  # fmt: skip
def test_other_layouts_of_the_title_are_not_the_units_form(rows: Rows) -> None:
    ours = department_rows()
    found = recognise(book_of({SHEET: [*ours[:2], *rows, *ours[8:]]}), listed_form_sets())
    assert found.read() is None
    assert [stranger.recognised for stranger in found.strangers] == [False]


def test_amounts_may_stand_behind_the_colons_of_their_labels() -> None:
    inside = {"C6": "中期资金总额：165", "D6": None, "F6": "年度资金总额：57", "G6": None}
    inside |= {"C7": "其中：财政拨款：150", "D7": None, "F7": "其中：财政拨款：47", "G7": None}
    inside |= {"C8": "其他资金：15", "D8": None, "F8": "其他资金：10", "G8": None}
    read = returned(term_rows(), inside)
    assert read.findings == []
    values = read.ret.forms[0].values
    assert [values[name].number for name in ("中期财政拨款", "财政拨款")] == [150, 47]
    assert [(values[name].place.address) for name in ("中期其他资金", "其他资金")] == ["C8", "F8"]


@pytest.mark.parametrize(("cell", "label"), [("C6", "中期资金总树："), ("F6", "年度资全总额")])
def test_a_misspelt_label_above_leaves_what_is_below_in_its_half(cell: str, label: str) -> None:
    read = returned(term_rows(), {cell: label})
    assert [finding.place.address for finding in read.findings] == [cell]
    values = read.ret.forms[0].values
    assert [values[name].number for name in ("中期财政拨款", "财政拨款")] == [150, 47]
    wrong = returned(term_rows(), {cell: label, "D7": d("151")})
    assert {finding.place.address for finding in wrong.findings if finding.rule == "SB-06"} == {"D6"}


@pytest.mark.parametrize(
    "heading",
    [
        "中期目标",
        "中期目标（2023—2025年）",
        "中期目标（2023-2025）",
        "中期目标（20××年—20××+n年）",
        "实施期目标",
    ],
)
def test_the_goal_of_the_term_stands_under_any_of_its_headings(heading: str) -> None:
    read = returned(term_rows(), {"B9": heading})
    assert read.findings == []
    assert read.ret.forms[0].values["中期目标"].text == "三年完成馆藏重点档案数字化。"


def test_two_projects_for_one_year_stand_below_one_another() -> None:
    other = [[cell if cell != "档案数字化" else "馆库维护" for cell in row] for row in year_rows()]
    found = returned([*year_rows(), *other])
    assert [form.name for form in found.ret.forms] == [
        "项目目标申报表（档案数字化）",
        "项目目标申报表（馆库维护）",
    ]
    assert found.findings == []


def test_the_year_of_xiangtan_stands_in_the_title() -> None:
    read = returned(xiangtan_rows(), {"A1": "2024年项目支出绩效目标申报表", "D14": "2023年查阅利用人次"})
    assert read.ret.year == 2024
    assert ("SB-14", "warning", SHEET, "D13") not in read.short()


@pytest.mark.parametrize(
    ("key", "field", "right", "message"),
    [
        ("present: [合计]", "", "绩效指标", "“合计”不是本表的字段、栏或行"),
        ("dated: true", ", below: 合计", "绩效指标", "“合计”不是本表的字段"),
        ("dated: true", "", "中期绩效指标", "“left_of”应为写在前面的一个列表"),
    ],
)
def test_a_form_set_that_names_what_is_not_there_is_refused(
    tmp_path: Path, key: str, field: str, right: str, message: str
) -> None:
    (tmp_path / "form-set.yaml").write_text(MINIMAL.format(key=key, field=field, right=right), "utf-8")
    with pytest.raises(FormSetError, match=message):
        read_form_set(tmp_path)


def test_tasks_are_not_compared_with_what_the_projects_declare() -> None:
    """They may hold more than the projects: the form has no project expenditure."""
    without = [[*row] for row in term_rows()]
    for row in without[5:8]:
        row[6] = None
    ret = recognise(book_of({"整体": tasks_rows(), "项目": without}), listed_form_sets()).read()
    assert ret is not None
    assert [finding.rule for finding in audit(ret) if finding.primary] == ["TY-01"]
