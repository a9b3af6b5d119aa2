"""Headers of grids and lists: which text is which column where several could be, and labels split over two rows."""

from __future__ import annotations

import pytest

from cases import base, line
from made import BASE, FIRST, SECOND, Content, Made, audited, book_of, d, made, sheets
from perfxl.audit import audit
from perfxl.fill import fill
from perfxl.formset.load import load_form_set
from perfxl.returns.recognise import read_return
from perfxl.workbook.model import Area, Book, Cell, Kind

Rows = list[list[Content]]


def said(made: Made) -> list[str]:
    return sorted(map(line, made.findings))


def national(book: Book) -> Made:
    """A workbook read with the national form set and audited."""
    ret = read_return(book, [load_form_set("mof-2020")])
    assert ret is not None
    return Made(book, ret, audit(ret))


def with_column(rows: Rows, at: int, texts: dict[int, Content]) -> Rows:
    """The rows with one more column before column ``at`` (from 0); ``texts`` by row (from 0)."""
    return [
        row if len(row) <= at else [*row[:at], texts.get(number), *row[at:]]
        for number, row in enumerate(rows)
    ]


def test_the_official_label_is_the_column_and_not_another_name_beside_it() -> None:
    content = sheets()
    content[SECOND] = with_column(content[SECOND], 4, {4: "全年预算", 5: -8, 6: -8})
    made = audited(book_of(content))
    assert said(made) == ["WJ-12 info 项目二!E5"]
    assert made.ret.forms[3].value("年度资金总额.全年预算数").place.col == 6
    assert fill(made.ret) == []


def test_a_wrong_figure_in_the_official_column_is_found_beside_another_name() -> None:
    content = sheets()
    content[SECOND] = with_column(content[SECOND], 4, {4: "全年预算", 5: -8, 6: -8})
    content[SECOND][6][5] = d("31")
    made = audited(book_of(content))
    assert said(made) == ["WJ-12 info 项目二!E5", "XM-01 error 项目二!F6"]
    assert (made.only("XM-01").stated, made.only("XM-01").computed) == ("30", "31")


def test_the_official_row_label_is_the_row_and_not_another_name_above_it() -> None:
    content = sheets()
    content[BASE].insert(18, ["项目支出"])
    assert said(audited(book_of(content))) == []
    content[BASE][19][1] = d("81")
    made = audited(book_of(content))
    assert said(made) == ["BD-05 error 基础数据表!B20"]


def test_a_project_called_like_a_row_is_not_that_row() -> None:
    """公务接待费 is a known name of the row 公务接待, which stands further up than the project 公务接待."""
    made_ = made(base(A18="3、公务接待费", A21="2、公务接待"))
    value = made_.ret.of("基础数据表")[0].value("公务接待.本年预算数")
    assert value.place.address == "C18"


@pytest.mark.parametrize("first", ["2021年年初预算数", "2021年本年预数"])
def test_a_harmless_difference_goes_before_a_misspelling(first: str) -> None:
    content = sheets()
    content[BASE] = with_column(content[BASE], 2, {5: first, 18: d("84"), 19: d("54"), 20: d("30")})
    content[BASE][5][3] = "2021年全年预算数"
    assert said(audited(book_of(content))) == ["WJ-12 info 基础数据表!C6"]
    content[BASE][18][3] = d("86")
    assert "BD-05 error 基础数据表!D19" in said(audited(book_of(content)))


def test_a_misspelt_label_is_named_with_its_year() -> None:
    made_ = made(base(C6="2021年度本年予算数"))
    assert said(made_) == ["TY-13 info 基础数据表!C6"]
    assert "应为“2021年预算数”" in made_.only("TY-13").message


def test_a_missing_label_is_named_with_its_year() -> None:
    made_ = made(base(D6="执行情况"))
    assert "表样被改动：缺少“2021年决算数”。" in made_.only("TY-13").message


def split(rows: Rows, *, lower: bool) -> Rows:
    """The second project form with the labels of its funds and its name in two cells; 分值 … in one of the rows."""
    head: list[list[Content]] = [
        ["项目", None, None, "年初", "全年", "全年"],
        ["资金", None, None, "预算数", "预算数", "执行数"],
    ]
    head[lower] += ["分值", "执行率", "得分"]
    rows[5][0] = "（万元）"
    return [*rows[:2], ["项目支出"], ["名称", rows[2][1]], rows[3], *head, *rows[5:]]


@pytest.mark.parametrize("lower", [False, True])
def test_labels_split_over_two_rows_are_read_as_one(lower: bool) -> None:
    content = sheets()
    content[SECOND] = split(content[SECOND], lower=lower)
    assert said(audited(book_of(content))) == []
    content[SECOND][8][5] = d("27")
    made = audited(book_of(content))
    assert said(made) == ["XM-01 error 项目二!F8"]
    assert (made.only("XM-01").stated, made.only("XM-01").computed) == ("28", "27")
    assert "年度资金总额（全年执行数）" in made.only("XM-01").message


def test_a_name_beside_the_upper_part_of_its_label() -> None:
    content = sheets()
    rows = split(content[SECOND], lower=False)
    rows[2:4] = [["项目支出", rows[3][1]], ["名称"]]
    content[SECOND] = rows
    made = audited(book_of(content))
    assert said(made) == []
    assert made.ret.forms[3].value("项目支出名称").text == "馆库维护"


def test_a_list_with_labels_split_over_two_rows() -> None:
    content = sheets()
    rows = content[FIRST]
    content[FIRST] = [
        *rows[:11],
        ["绩效", "一级指标", "二级指标", "三级指标", "年度", "实际", "分值", "得分", "偏差原因分析"],
        ["指标", None, None, None, "指标值", "完成值", None, None, "及改进措施"],
        *rows[12:],
    ]
    assert said(audited(book_of(content))) == []
    content[FIRST][13][7] = 19
    assert "ZP-14 error 项目一!H14" in said(audited(book_of(content)))


LOWER: list[Content] = ["一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位"]
UPPER: list[Content] = ["年度指标值", None, None, "实际完成值", "分值", "得分", "偏差原因分析及改进措施"]
TARGETS: dict[str, list[Content]] = {
    "≥60万页": ["≥", 60, "万页"], "≥99%": ["≥", 99, "%"], "100%": ["=", 100, "%"], "≤55万元": ["≤", 55, "万元"],
    "≥500人次": ["≥", 500, "人次"], "≥90%": ["≥", 90, "%"],
}  # fmt: skip


def in_three_cells(rows: Rows, head: list[list[Content]]) -> Book:
    """The first project form with targets in three cells, under a header of two rows."""
    entries = [[*row[:4], *TARGETS[str(row[4])], *row[5:]] for row in rows[12:18]]
    total = [*rows[18][:4], None, None, *rows[18][4:]]
    return book_of({FIRST: [*rows[:11], *head, *entries, total]})


def merged_down(book: Book, top: int, cols: range) -> Book:
    """The book with cells of the first sheet merged over two rows."""
    book.sheets[0].merges.extend(Area(top, col, top + 1, col) for col in cols)
    return book


FROM_THE_ROW_BELOW = [["绩效指标", None, None, None, *UPPER], [None, *LOWER]]
UNDER_A_HEADING = [["绩效指标", *LOWER[:3], *UPPER], [None, None, None, None, *LOWER[3:]]]


@pytest.mark.parametrize("head", [FROM_THE_ROW_BELOW, UNDER_A_HEADING])
@pytest.mark.parametrize("merged", [False, True])
def test_a_header_of_two_rows(head: list[list[Content]], merged: bool) -> None:
    """Labels of the list stand above and below a heading over three columns, with merged cells or without."""
    book = in_three_cells(sheets()[FIRST], head)
    if merged:
        book.sheets[0].merges.append(Area(12, 5, 12, 7))
        merged_down(book, 12, range(8, 12))
    assert said(national(book)) == []
    book.sheets[0].cells[14, 10] = Cell(14, 10, Kind.NUMBER, "19")
    assert said(national(book)) == [
        "ZP-08 error 项目一!J20 从属", "ZP-14 error 项目一!J14", "ZP-15 error 项目一!K14 从属"
    ]  # fmt: skip


def test_one_label_above_a_header_is_none_of_its_columns() -> None:
    """自评得分 above the money is the field of the head, unless it is merged down to the money's header."""
    content = sheets()
    rows = content[FIRST]
    rows[3] = [*rows[3][:7], "自评得分", d("99.98")]
    rows[4][8] = None
    rows[5][8] = None
    made = national(book_of({FIRST: rows}))
    assert "年度资金总额.得分" not in made.ret.forms[0].values
    assert made.ret.forms[0].value("自评总分").number == d("99.98")


@pytest.mark.parametrize(
    ("cell", "label"),
    [
        ("C4", "2021年末实有人数"), ("C4", "年末实有人数"), ("A8", "其中：公用支出"), ("A8", "其中：日常公用经费"),
    ],
)  # fmt: skip
def test_other_names_of_rows_and_columns(cell: str, label: str) -> None:
    assert said(made({(BASE, cell): label})) == []


def test_weight_and_score_have_the_same_other_names_in_funds_as_in_the_list() -> None:
    made_ = made({(FIRST, "G5"): "权重", (FIRST, "I5"): "自评得分"})
    assert said(made_) == []
    made_ = made({(FIRST, "G5"): "权重", (FIRST, "I5"): "自评得分", (FIRST, "I6"): d("8")})
    assert "XM-07 error 项目一!I6" in said(made_)


TWICE: list[Content] = [
    "绩效指标",
    "一级指标",
    "二级指标",
    "三级指标",
    "指标值",
    "二级指标",
    "三级指标",
    "指标值",
]


def declared(header: list[Content], *entry: Content) -> Book:
    """A project's declaration with one indicator."""
    rows: Rows = [
        ["项目绩效目标申报表"],
        ["填报单位：示例市档案馆　（2022年度）"],
        ["项目名称", "档案数字化"],
        ["预算单位", "示例市档案馆"],
        ["项目资金", "资金总额", d("55")],
        [None, "其中：财政拨款", d("55")],
        [None, "其他资金", 0],
        ["总体目标", "完成档案数字化任务，成果通过验收，提高查阅利用水平。"],
        header,
        [None, "产出指标", "数量指标", "扫描档案页数", *entry],
    ]
    return book_of({"申报表": rows})


def test_the_name_of_one_column_is_no_misspelt_name_of_another() -> None:
    """A second 指标值 is nearly 指标分值, a name of the weight, which the form need not have."""
    book = declared(
        ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值", "指标值"], "≥60万页", "≥60万页"
    )
    ret = read_return(book, [load_form_set("hunan-2022-target")])
    assert ret is not None
    assert "分值" not in ret.forms[0].entries["绩效指标"][0].values
    assert not any(alteration.found for alteration in ret.forms[0].alterations)


@pytest.mark.parametrize("heading", ["指标份值", "指标总值"])
def test_figures_that_a_form_need_not_have_are_not_sought_under_a_misspelt_name(heading: str) -> None:
    book = declared(["绩效指标", "一级指标", "二级指标", "三级指标", "指标值", heading], "≥60万页", 20)
    ret = read_return(book, [load_form_set("hunan-2022-target")])
    assert ret is not None
    assert "分值" not in ret.forms[0].entries["绩效指标"][0].values
    assert [column.heading for column in ret.forms[0].unread_columns] == [heading]


def test_a_list_that_stands_twice_beside_itself_is_of_another_form() -> None:
    book = declared(TWICE, "≥60万页", "数量指标", "扫描档案页数", "≥20万页")
    ret = read_return(book, [load_form_set("hunan-2022-target")])
    assert ret is None
