"""Project forms in the words of other provinces: what is read where, and what is said of it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import permutations

import pytest

from cases import line
from made import FIRST, Content, book_of, d, sheets
from perfxl.checking import Checked, Options, check_book
from perfxl.formset.load import form_set_ids, load_form_set
from perfxl.formset.model import Form, Label

AIM = "完成年度档案数字化任务，保障馆藏安全。"
DONE = "已完成年度档案数字化任务，馆藏安全。"
Rows = list[list[Content]]


def check(*forms: Rows, parameters: tuple[str, ...] = ()) -> Checked:
    sheets_of = {f"项目{number}": rows for number, rows in enumerate(forms, 1)}
    return check_book(book_of(sheets_of), "return.xlsx", "", Options(parameters=parameters))


def lines(result: Checked) -> list[str]:
    """What is found, hints (提示) apart."""
    return [line(found) for found in result.findings if found.level.value != "info"]


def sichuan() -> Rows:
    """The form that the province's system exports: 总额, 预算执行数, values in three cells."""
    return [
        ["报表编号:510000_0013zp"],
        ["部门预算项目支出绩效自评表(2023年度)"],
        ["项目名称", None, "51000021Y000000017143-档案数字化", None, None, "单位：万元"],
        ["主管部门", None, "示例市委办公室", None, None, "实施单位 (盖章)", None, "示例市档案馆"],
        ["项目基本情况", "1.项目年度目标完成情况", "项目年度目标", None, None, None, "年度目标完成情况"],
        [None, None, AIM, None, None, None, DONE],
        ["预算执行情况(10分)", "年度预算数(万元)", "年初预算", "调整后预算数", "预算执行数", "预算执行率", "权重", "得分", "原因"],
        [None, "总额", "44.96", "45.20", "44.83", "99.18%", "10", "9.92"],
        [None, "其中:财政资金", "44.96", "45.20", "44.83", "99.18%", "/", "/"],
        [None, "财政专户管理资金", "0.00", "0.00", "0.00", "0.00%", "/", "/"],
        [None, "单位资金", "0.00", "0.00", "0.00", "0.00%", "/", "/"],
        [None, "其他资金", None, None, None, None, "/", "/"],
        ["绩效指标(90分)", "一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "完成值", "权重", "得分", "未完成原因分析"],
        [None, "产出指标", "数量指标", "扫描档案页数", "≥", "60", "万页", "61", "22.5", "22.5"],
        [None, None, "质量指标", "图像合格率", "≥", "99", "%", "99.5", "22.5", "22.5"],
        [None, None, "时效指标", "按期完成率", "=", "100", "%", "100", "22.5", "22.5"],
        [None, "效益指标", "社会效益指标", "网上查档人次", "≥", "500", "人次", "560", "22.5", "22.5"],
        ["合计", None, None, None, None, None, None, None, "100", "99.92"],
    ]  # fmt: skip


def test_sichuan_is_read_and_its_uniform_projects_pass_with_its_parameters() -> None:
    result = check(sichuan(), parameters=("四川",))
    assert lines(result) == []
    assert result.ret is not None
    (form,) = result.ret.forms
    names = (
        "年度资金总额.全年预算数",
        "年度资金总额.全年执行数",
        "年度资金总额.得分",
        "预期目标",
        "实际完成情况",
    )
    assert [form.value(name).text for name in names] == ["45.20", "44.83", "9.92", AIM, DONE]


def test_without_its_parameters_the_form_lacks_the_usual_satisfaction() -> None:
    assert lines(check(sichuan())) == ["ZP-12 error 项目1!A2"]


@pytest.mark.parametrize(
    ("row", "column", "content", "expected", "figures"),
    [
        (7, 4, "48.43", ["XM-01 error 项目1!E8"], ("48.43", "44.83")),
        (7, 5, "98.19%", ["XM-02 error 项目1!F8"], ("98.19", "99.1814")),
        (7, 7, "10", ["XM-07 error 项目1!H8"], ("10", "9.9181")),
        (17, 9, "99.29", ["ZP-08 error 项目1!J18"], ("99.29", "99.92")),
    ],
)
def test_errors_on_the_sichuan_form(
    row: int, column: int, content: str, expected: list[str], figures: tuple[str, str]
) -> None:
    rows = sichuan()
    rows[row][column] = content
    result = check(rows, parameters=("四川",))
    primary = [found for found in result.findings if found.primary and found.level.value == "error"]
    assert list(map(line, primary)) == expected
    assert (primary[0].stated, primary[0].computed) == figures


def transfer() -> Rows:
    """The national form for transfer payments: no project name, goals under 总体目标, neither weights nor scores."""
    return [
        ["转移支付区域（项目）绩效目标自评表"],
        ["（2022年度）"],
        ["转移支付（项目）名称", None, "农田建设补助资金"],
        ["中央主管部门", None, "农业农村部"],
        ["地方主管部门", None, "示例省农业农村厅", None, "资金使用单位", None, "各县区农业农村局"],
        ["资金投入情况（万元）", None, None, None, "全年预算数（A）", None, "全年执行数（B）", None, "预算执行率（B/A×100%)"],
        [None, None, "年度资金总额：", None, 1220, None, d("1208.5"), None, "99.06%"],
        [None, None, "其中：中央财政资金", None, 800, None, 790, None, "98.75%"],
        [None, None, "地方资金", None, 400, None, 400, None, "100.00%"],
        [None, None, "其他资金", None, 20, None, d("18.5"), None, "92.50%"],
        ["总体目标完成情况", None, "总体目标", None, None, "全年实际完成情况"],
        [None, None, AIM, None, None, DONE],
        ["绩效指标", "一级指标", "二级指标", "三级指标", None, "指标值", "全年实际完成值", None, "未完成原因和改进措施"],
        [None, "产出指标", "数量指标", "建设高标准农田", None, "≥126公顷", "128.5公顷"],
        [None, None, "质量指标", "验收合格率", None, "≥95%", "98%"],
        [None, None, "时效指标", "按期完成率", None, "=100%", "100%"],
        [None, None, "成本指标", "补助总额", None, "≤1220万元", "1208.5万元"],
        [None, "效益指标", "社会效益指标", "受益群众人数", None, "≥2.6万人", "2.8万人"],
        [None, "满意度指标", "服务对象满意度指标", "农户满意度", None, "≥85%", "91%"],
    ]  # fmt: skip


def test_the_form_for_transfer_payments() -> None:
    result = check(transfer())
    assert lines(result) == []
    assert result.ret is not None
    (form,) = result.ret.forms
    assert form.name == "项目自评表（农田建设补助资金）"
    assert [form.value(name).text for name in ("实施单位", "预期目标", "实际完成情况")] == [
        "各县区农业农村局",
        AIM,
        DONE,
    ]


@pytest.mark.parametrize(
    ("column", "content", "expected"),
    [(4, 1320, "XM-01 error 项目1!E7"), (8, "96.09%", "XM-02 error 项目1!I7")],
)
def test_errors_on_the_form_for_transfer_payments(column: int, content: Content, expected: str) -> None:
    rows = transfer()
    rows[6][column] = content
    found = [one for one in check(rows).findings if one.primary and one.level.value == "error"]
    assert list(map(line, found)) == [expected]


def renamed(new: Mapping[tuple[int, int], str]) -> Rows:
    """The first project form of the clean return with other labels, by row and column."""
    rows = sheets()[FIRST]
    for (row, column), text in new.items():
        rows[row][column] = text
    return rows


@pytest.mark.parametrize(
    "new",
    [
        {(3, 0): "业务主管部门", (3, 4): "承担单位"},
        {(3, 0): "预算部门", (3, 4): "实施（主管）单位"},
        {(3, 4): "项目实施部门"},
        {(4, 3): "年初批复数", (4, 4): "预算安排数", (4, 5): "实际支出数", (4, 7): "支出进度"},
        {(4, 4): "全年预算数（含调整）", (4, 5): "全年实际支出", (4, 7): "预算完成率"},
        {(4, 4): "调整后预算", (4, 5): "支出数", (4, 7): "执行进度"},
        {(4, 4): "预算金额", (4, 5): "决算数", (5, 1): "年度总金额"},
        {(5, 1): "年度预算总额"},
        {(5, 1): "资金合计"},
        {(5, 1): "总额"},
        {(9, 1): "年度绩效目标", (9, 5): "年度绩效目标完成情况"},
        {(9, 0): "绩效目标", (9, 1): "年度目标", (9, 5): "具体完成情况"},
        {(9, 0): "年度目标", (9, 1): "年初设定目标", (9, 5): "总体完成情况"},
        {(9, 0): "总体目标", (9, 5): "完成情况"},
        {(11, 3): "具体指标", (11, 4): "预期值", (11, 5): "完成情况", (11, 8): "未完成原因"},
        {(11, 3): "三级指标名称", (11, 4): "计划指标值", (11, 5): "自评完成值"},
        {(11, 4): "指标目标值", (11, 5): "指标完成值", (18, 0): "总体得分"},
        {(11, 4): "绩效指标值", (18, 0): "自评总分合计"},
    ],
)
def test_other_words_for_a_label_are_understood(new: dict[tuple[int, int], str]) -> None:
    result = check(renamed(new))
    assert result.findings == []
    assert result.ret is not None
    (form,) = result.ret.forms
    figures = ("年度资金总额.全年预算数", "年度资金总额.全年执行数", "年度资金总额.执行率", "总分.得分")
    assert [form.value(name).text for name in figures] == ["55", "54.9", "99.82%", "99.98"]
    goals = (form.value("预期目标").place.address, form.value("实际完成情况").place.address)
    assert goals == ("B11", "F11")


def test_a_caption_is_no_heading_where_nothing_stands_beside_it() -> None:
    rows = sheets()[FIRST]
    rows[9:11] = [["年度绩效目标（80分）", AIM]]
    result = check(rows)
    assert lines(result) == ["TY-13 error 项目1"]
    assert "缺少“预期目标、实际完成情况”" in result.findings[0].message
    assert result.ret is not None
    assert not result.ret.forms[0].value("预期目标").place.row


def labels_in_one_place(form: Form) -> list[list[Label]]:
    """Labels that are looked for in the same place: the form's fields (those below one field by themselves), each
    grid's columns, its rows, a list's columns.
    """
    blocks = [*form.grids.values(), *form.lists.values()]
    columns = [[column.label for column in block.columns if column.under is None] for block in blocks]
    rows = [[row.label for row in grid.rows if row.label is not None] for grid in form.grids.values()]
    below = {field.below for field in form.fields.values()}
    fields = [[one.label for one in form.fields.values() if one.below == name] for name in below]
    return [*fields, *columns, *rows]


@pytest.mark.parametrize("form_set_id", form_set_ids())
def test_no_alias_is_a_name_of_another_label_in_the_same_place(form_set_id: str) -> None:
    """Columns of several years share their names: the year tells them apart."""
    for form in load_form_set(form_set_id).forms.values():
        for labels in labels_in_one_place(form):
            for label, other in permutations(labels, 2):
                if None not in (label.year, other.year) and label.year != other.year:
                    continue
                assert not set(label.norms[1:]) & set(other.norms), (form.id, label.text, other.text)


@pytest.mark.parametrize(
    ("place", "written", "said"),
    [
        ((9, 1), "预期木标", ["TY-13 error 项目1!B10"]),
        ((11, 4), "年度指标直", ["TY-13 error 项目1!E12"]),
    ],
)
def test_a_caption_is_not_taken_for_a_misspelt_heading(
    place: tuple[int, int], written: str, said: list[str]
) -> None:
    result = check(renamed({place: written}))
    assert lines(result) == said
    assert result.ret is not None
    assert result.ret.forms[0].value("预期目标").place.address == "B11"


def test_of_two_names_of_a_column_the_one_listed_first_is_read() -> None:
    rows = sheets()[FIRST]
    rows[11][8:] = ["备注", "未完成原因"]
    rows[12][5], rows[12][7:] = "48万页", [16, "见附件", "档案进馆推迟，次年补扫。"]
    rows[18][7] = d("95.98")
    result = check(rows)
    assert lines(result) == []
    assert result.ret is not None
    assert result.ret.forms[0].entries["绩效指标"][0]["原因"].text == "档案进馆推迟，次年补扫。"


def test_a_column_that_only_one_of_several_forms_lacks() -> None:
    """Not every layout has 年初预算数, but the forms of one unit are alike."""
    forms = [sheets()[FIRST] for _ in range(3)]
    for number, form in enumerate(forms, 1):
        form[2][1] = f"档案数字化{number}期"
        if number == 3:
            for row in range(4, 9):
                del form[row][3:4]
    result = check(*forms)
    assert lines(result) == ["TY-13 warning 项目3"]
    assert "缺少“年初预算数”，同报的其他 2 张表都有" in result.findings[0].message
    assert lines(check(forms[2])) == []
