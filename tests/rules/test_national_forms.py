"""The rules on the national declaration, on Xiangtan's, and on the unit's form in the national layout."""

from __future__ import annotations

import pytest

from made import UNIT, Content, Kind, book_of, d
from made_national import (
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
from perfxl.formset.listed import listed_form_sets
from perfxl.returns.recognise import read_return

FORMS = {
    "mof-2015-target": term_rows,
    "mof-2015-department-target": tasks_rows,
    "xiangtan-2023-target": xiangtan_rows,
    "mof-2020-department": department_rows,
}
Found = set[tuple[str, str, str | None]]


def found(rows: Rows, changes: dict[str, Content]) -> Found:
    """Rule, level and cell of every primary finding."""
    made = returned(rows, changes)
    return {(rule, level, cell) for rule, level, _, cell in made.short(primary=True)}


@pytest.mark.parametrize("form_set", FORMS)
def test_nothing_is_found_in_a_consistent_form(form_set: str) -> None:
    made = returned(FORMS[form_set]())
    assert made.findings == []
    assert made.ret.form_set.id == form_set
    assert made.ret.unit == UNIT
    assert made.ret.year == 2023


def test_nothing_is_found_in_a_declaration_for_one_year() -> None:
    made = returned(year_rows())
    assert made.findings == []
    assert made.ret.form_set.id == "mof-2015-target"
    assert made.ret.forms[0].entries["中期绩效指标"] == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"G7": d("48")}, {("SB-06", "error", "G6")}),
        ({"D7": d("151")}, {("SB-06", "error", "D6")}),
        ({"D6": d("45"), "D7": d("45"), "D8": 0, "E15": "≤45万元"}, {("SB-06", "warning", "G6")}),
        ({"D6": d("56"), "E15": "≤56万元"}, {("SB-06", "error", "D6")}),
        ({"D8": "15元整l"}, {("TY-08", "error", "D8")}),
        ({"H15": "≤58万元"}, {("SB-07", "warning", "G6")}),
        ({"E15": "≤166万元"}, {("SB-07", "warning", "D6")}),
        ({"H12": None}, {("SB-09", "error", "H12")}),
        ({"E12": None}, {("SB-09", "error", "E12")}),
        ({"E12": "≥9600"}, {("SB-10", "error", "E12")}),
        ({"H12": "≥3200"}, {("SB-10", "error", "H12")}),
        ({"E16": "≥6900人次；讲座≥30场"}, {("SB-11", "warning", "E16")}),
        ({"H16": "≥2300人次；讲座≥10场"}, {("SB-11", "warning", "H16")}),
        ({"E17": "≥105%"}, {("ZP-25", "error", "E17")}),
        ({"H17": "≥105%"}, {("ZP-25", "error", "H17")}),
        ({"H14": "2023年"}, {("ZP-24", "warning", "H14")}),
        ({"G12": "2022年整理档案卷数"}, {("SB-14", "warning", "G12")}),
        ({"C4": None}, {("TY-01", "error", "B4")}),
        ({"G6": None, "G7": None, "G8": None}, {("TY-01", "error", "G6")}),
    ],
)
def test_wrong_declarations(changes: dict[str, Content], expected: Found) -> None:
    assert found(term_rows(), changes) == expected


def test_a_sum_of_a_half_is_told_with_its_figures() -> None:
    hit = returned(term_rows(), {"D7": d("151")}).only("SB-06")
    assert hit.message.startswith(
        "【项目目标申报表（档案数字化）】D6 中期资金总额 165 万元，比财政拨款、其他资金之和 166 万元少 1 万元"
    )
    assert [place.address for place in hit.related] == ["D7", "D8"]


def test_the_halves_of_a_declaration_for_a_term_are_not_one_indicator_twice() -> None:
    made = returned(term_rows(), {"D13": "整理档案卷数", "C13": "数量指标", "E13": "≥9700卷"})
    assert made.short(primary=True) == {("WJ-06", "warning", "表", "E13")}


@pytest.mark.parametrize("without", [("C8", "D8"), ("F8", "G8")])
def test_a_source_that_is_missing_from_a_half_leaves_its_sum_open(without: tuple[str, str]) -> None:
    made = returned(term_rows(), dict.fromkeys(without))
    assert {found.rule for found in made.findings if found.primary} == {"TY-13"}
    assert "其他资金" in made.only("TY-13").message


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"E12": "≤58万元"}, {("SB-07", "warning", "B4")}),
        ({"E12": "≤58万元", "E4": 1}, set()),
        ({"E12": "≤58万元", "E4": Kind.ERROR}, {("TY-11", "error", "E4")}),
        ({"E12": "≤58万元", "E4": None}, {("SB-07", "undecided", "E4")}),
        ({"E12": "≤58万元", "E4": "无"}, {("SB-07", "warning", "B4")}),
        ({"E4": None}, set()),
        ({"B4": "57..万"}, {("TY-08", "error", "B4")}),
        ({"B4": None}, {("TY-01", "error", "B4")}),
        ({"E9": None}, {("SB-09", "error", "E9")}),
        ({"D10": None}, {("ZP-21", "warning", "D10")}),
        ({"B15": "（盖章）"}, {("SB-16", "info", "B15")}),
        ({"E3": None}, {("TY-01", "error", "E3")}),
    ],
)
def test_wrong_declarations_of_xiangtan(changes: dict[str, Content], expected: Found) -> None:
    assert found(xiangtan_rows(), changes) == expected


def test_the_money_of_xiangtan_is_the_sum_of_its_two_sources() -> None:
    hit = returned(xiangtan_rows(), {"E12": "≤60万元", "E4": 2}).only("SB-07")
    assert "“项目总成本” 60 万元，比年度本级预算金额、该项目支出上级资金之和 59 万元多 1 万元" in hit.message


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"E6": d("401")}, {("ZP-03", "error", "E5")}),
        ({"D6": d("399")}, {("ZP-03", "error", "D5")}),
        ({"H5": "97%"}, {("ZP-01", "error", "H5")}),
        ({"I5": 10, "H18": d("99.9")}, {("ZP-02", "error", "I5")}),
        ({"H18": d("99.5")}, {("ZP-08", "error", "H18")}),
        ({"G17": 5, "H17": 5, "H18": d("94.7"), "G18": 95}, {("ZP-07", "error", "G18")}),
        ({"H13": 10, "I13": None, "H18": d("99.8")}, {("ZP-14", "error", "H13")}),
        ({"F5": d("420"), "F6": d("410"), "H5": "102.44%", "I5": 10, "H18": d("99.9")}, {("XM-03", "error", "F5")}),
        ({"G6": 10, "I6": d("9.8")}, {("XM-06", "info", "G6")}),
        ({"B10": "完成任务。"}, {("ZP-30", "warning", "B10")}),
        ({"B3": None}, {("TY-01", "error", "B3")}),
        ({"E4": "全年予算数"}, {("TY-13", "error", "E4")}),
        ({"F4": "全年执形数"}, {("TY-13", "error", "F4")}),
    ],
)  # fmt: skip
def test_wrong_forms_of_the_unit(changes: dict[str, Content], expected: Found) -> None:
    assert found(department_rows(), changes) == expected


@pytest.mark.parametrize("heading", ["本年下达", "全年安排情况", "年初结转数"])
def test_a_form_with_another_column_in_place_of_its_money_is_another_form(heading: str) -> None:
    rows = department_rows()
    rows[3][5] = heading
    assert read_return(book_of({"表": rows}), listed_form_sets()) is None


def test_a_source_that_the_unit_has_added_belongs_to_the_sum() -> None:
    rows = department_rows()
    rows.insert(8, [None, "事业收入", None, 20, 20, 20])
    rows[4] = [None, "年度资金总额", None, d("420"), d("430"), d("421.4"), 10, "98%", d("9.8")]
    rows[5] = [None, "其中：当年财政拨款", None, d("400"), d("400"), d("391.4"), "—", None, "—"]
    assert found(rows, {}) == set()
    assert found(rows, {"F9": 21}) == {("ZP-03", "error", "F5")}


def test_a_blank_name_is_told_with_its_target() -> None:
    hit = returned(xiangtan_rows(), {"D10": None}).only("ZP-21")
    assert "D10 指标值“≥99%”没有写三级指标名称，不可衡量。请填写三级指标名称" in hit.message


def project_of_the_unit(name: str, budget: str, spent: str, score: str) -> Rows:
    """The national form of a project on the unit's own: the same table of money and indicators."""
    rows = department_rows()
    rows[0], rows[2] = ["项目支出绩效自评表"], ["项目名称", name]
    rows[3][0] = "项目资金（万元）"
    rows[4] = [None, "年度资金总额", None, d(budget), d(budget), d(spent), 10, None, d(score)]
    rows[5] = [None, "其中：当年财政拨款", None, d(budget), d(budget), d(spent), "—", "—", "—"]
    rows[6] = [None, "上年结转资金"]
    rows[17][7] = d(score) + d("89.9")
    rows.insert(3, ["主管部门", "示例市委办公室", None, None, None, "实施单位", UNIT])
    return rows


def beside_the_unit(*projects: Rows) -> list[tuple[str, str | None, bool]]:
    """KB-06 of a return of the unit's form and its projects': level, cell, whether it is primary."""
    sheets = {"部门": department_rows()} | {f"项目{n}": rows for n, rows in enumerate(projects)}
    ret = read_return(book_of(sheets), listed_form_sets())
    assert ret is not None
    assert len(ret.forms) == 1 + len(projects)
    return [(one.level.value, one.place.address, one.primary) for one in audit(ret) if one.rule == "KB-06"]


def test_projects_within_what_the_unit_has() -> None:
    one, other = (
        project_of_the_unit("甲", "300", "294", "9.8"),
        project_of_the_unit("乙", "110", "107.8", "9.8"),
    )
    assert beside_the_unit(one, other) == []
    assert beside_the_unit(one) == []


def test_projects_with_more_than_the_unit_has() -> None:
    one, other = (
        project_of_the_unit("甲", "300", "294", "9.8"),
        project_of_the_unit("乙", "120", "107.8", "9.8"),
    )
    assert beside_the_unit(one, other) == [("warning", "E5", True)]
    more = project_of_the_unit("乙", "120", "117.6", "9.8")
    assert beside_the_unit(one, more) == [("warning", "E5", True), ("warning", "F5", False)]
    assert beside_the_unit(one, one) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"E7": 58}, {("SB-04", "error", "E7")}),
        ({"G7": 1, "G9": 1}, {("SB-04", "error", "E7")}),
        ({"F7": 40}, {("SB-04", "error", "E7")}),
        ({"E7": d("57.01"), "E9": d("410.41")}, {("SB-04", "info", "E7")}),
        ({"F7": None, "G7": None, "F9": d("353.4"), "G9": 0}, {("SB-04", "undecided", "F7")}),
        ({"E7": None}, {("SB-03", "error", "E9")}),
        ({"F7": "47万左右"}, {("TY-08", "error", "F7")}),
        ({"E9": d("409.4")}, {("SB-03", "error", "E9")}),
        ({"F9": d("401.4")}, {("SB-03", "error", "F9")}),
        ({"G9": 9}, {("SB-03", "error", "G9")}),
        ({"E9": None}, {("SB-03", "error", "E9")}),
        ({"C3": None}, {("TY-01", "error", "B3")}),
        ({"F12": None}, {("SB-09", "error", "F12")}),
        ({"F17": "≥194%"}, {("ZP-25", "error", "F17")}),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else "",
)
def test_one_mistake_in_the_tasks_of_a_unit(changes: dict[str, Content], expected: Found) -> None:
    assert found(tasks_rows(), changes) == expected


def tasks_with_parts(*names: str) -> Rows:
    """The tasks by other names, two parts below the second one."""
    rows = tasks_rows()
    parts: Rows = [
        [None, None, "扫描馆藏档案。", None, 40, 40, 0],
        [None, None, "著录目录。", None, 17, 7, 10],
    ]
    rows[7:7] = parts
    for row, name in zip(rows[5:10], names, strict=True):
        row[1] = name
    return rows


@pytest.mark.parametrize(
    "names",
    [
        ("日常运转", "档案数字化", "其中：扫描", "著录", "馆库维护"),
        ("日常运转", "档案数字化", "其中：扫描", "其中：著录", "馆库维护"),
        ("一、日常运转", "二、档案数字化", "（一）扫描", "（二）著录", "三、馆库维护"),
        ("1.日常运转", "2.档案数字化", "2.1扫描", "2.2著录", "3.馆库维护"),
    ],
    ids=" ".join,
)
def test_parts_of_a_task_do_not_count_beside_it(names: tuple[str, ...]) -> None:
    assert found(tasks_with_parts(*names), {}) == set()
    wrong: dict[str, Content] = {"E11": d("411.4")}
    assert found(tasks_with_parts(*names), wrong) == {("SB-03", "error", "E11")}
    told = returned(tasks_with_parts(*names), wrong).findings[0]
    assert (told.stated, told.computed) == ("411.4", "410.4")


def test_tasks_on_one_level_all_count() -> None:
    """Two of them make up the one above, and no mark says that they are its parts."""
    names = ("日常运转", "档案数字化", "扫描", "著录", "馆库维护")
    right = {"E11": d("467.4"), "F11": d("447.4"), "G11": 20}
    assert found(tasks_with_parts(*names), right) == set()
    assert ("SB-03", "error", "E11") in found(tasks_with_parts(*names), {})


def test_nothing_is_found_in_a_consistent_form_of_chongqing() -> None:
    made = returned(chongqing_rows())
    assert made.findings == []
    assert (made.ret.form_set.id, made.ret.unit) == ("chongqing-2021", UNIT)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"K2": 98}, {("ZP-08", "error", "K2")}),
        ({"K2": 100}, {("ZP-08", "error", "K2")}),
        ({"K2": None}, {("ZP-08", "warning", "J2")}),
        ({"J5": 10, "K2": d("99.9")}, {("ZP-02", "error", "J5")}),
        ({"J5": 10}, {("ZP-02", "error", "J5")}),
        ({"H5": "67%"}, {("ZP-01", "error", "H5")}),
        ({"I15": 11, "J15": 11, "K2": d("98.5")}, {("ZP-07", "error", "A1")}),
        ({"J9": 19}, {("ZP-14", "error", "J9")}),
        ({"J11": 10, "K2": d("97.6")}, {("ZP-14", "error", "J11")}),
        ({"J9": 21, "K2": d("98.5")}, {("ZP-14", "error", "J9")}),
        ({"G10": 3}, {("ZP-14", "error", "J10")}),
        ({"F10": None}, {("ZP-14", "error", "J10")}),
        ({"F10": "无。"}, {("ZP-14", "error", "J10")}),
        ({"E10": None}, set()),
        ({"E12": None}, {("ZP-10", "error", "E12")}),
        ({"B2": None, "C2": None}, {("TY-01", "error", "B2")}),
        ({"G5": None}, {("TY-01", "error", "G5")}),
        ({"G5": d("-311.6")}, {("TY-10", "error", "G5")}),
        ({"B6": "午初绩效目标"}, {("TY-13", "error", "B6")}),
    ],
    ids=str,
)
def test_one_mistake_in_the_form_of_chongqing(changes: dict[str, Content], expected: Found) -> None:
    assert found(chongqing_rows(), changes) == expected


@pytest.mark.parametrize(("text", "said"), [
    (None, "年初绩效目标未填写。"), ("完成任务。", "年初绩效目标只有 4 字，过于简单。"),
])  # fmt: skip
def test_a_target_is_called_as_the_form_of_chongqing_calls_it(text: str | None, said: str) -> None:
    hit = returned(chongqing_rows(), {"B7": text}).only("ZP-30")
    assert hit.message == f"【部门自评表】B7 {said}请补充该栏内容，写明职责或目标的具体内容。"


def test_an_adjusted_target_holds_in_place_of_the_first_one() -> None:
    rows = returned(chongqing_rows()).ret.forms[0].entries["绩效指标"]
    targets = [(entry["指标值"].text, entry["指标值"].place.address) for entry in rows]
    assert targets[:3] == [("3200卷", "E9"), ("4场", "F10"), ("≥99%", "E11")]
    assert rows[1]["调整指标值"].place.address == "E10"


AS_BEFORE = [
    "未调整",
    "不调整",
    "未作调整",
    "无调整",
    "不变",
    "保持不变",
    "同左",
    "同年初",
    "同年初值",
    "与年初一致",
    "0",
]


@pytest.mark.parametrize("word", [*AS_BEFORE, 0, "未调整。"])
def test_an_adjusted_column_that_says_nothing_was_adjusted(word: Content) -> None:
    every: dict[str, Content] = {f"F{row}": word for row in range(9, 16)}
    every["G10"] = 6
    assert found(chongqing_rows(), every) == set()
    assert found(chongqing_rows(), every | {"G10": 4}) == {("ZP-14", "error", "J10")}


def test_what_was_adjusted_among_what_was_not_holds() -> None:
    """One target to nothing, one in words, and one where no first one stands."""
    changes: dict[str, Content] = {"F9": "未调整", "F13": "基本健全", "G13": "基本健全"}
    assert found(chongqing_rows(), changes) == set()
    entries = returned(chongqing_rows(), changes | {"F11": 0}).ret.forms[0].entries["绩效指标"]
    assert [entry["指标值"].place.address for entry in entries[:5]] == ["E9", "F10", "F11", "E12", "F13"]


@pytest.mark.parametrize("weights", [90, 100])
def test_a_total_below_the_rows_of_chongqing_is_checked_too(weights: int) -> None:
    rows = chongqing_rows()
    rows.append([None, "合计", *[None] * 6, weights, d("89.9") if weights == 90 else d("97.5")])
    assert found(rows, {}) == set()
    assert found(rows, {"J16": d("88.9")}) == {("ZP-08", "error", "J16")}
