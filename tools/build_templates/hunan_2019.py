"""The 基础数据表 of a Hunan budget unit for 2019 (附件1): an older order of rows, without 一、 and 二、."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from perfxl.formset.load import read_form_set, templates_folder
from perfxl.indicator_scores import STANDARDS, read_standards
from tools.build_templates import base_data as shared
from tools.build_templates import scoring_table as scoring
from tools.build_templates import wording as say
from tools.build_templates.scoring_table import First, Indicator, Input, Second
from tools.build_templates.signals import WRONG, exceeds, where_number
from tools.build_templates.style import AMOUNT, NOTHING_TYPED, Book, Form, Value, cells

YEAR = 2019

THREE_EXPENSES_ROW = 7
PROJECT_TOTAL_ROW = 13
PROJECT_LINES = ("1、业务工作专项", "2、运行维护专项", "3、专项资金", "4、", "5、", "6、")
RUNNING_ROW = PROJECT_TOTAL_ROW + len(PROJECT_LINES) + 1
PURCHASES_ROW = RUNNING_ROW + 1 + len(shared.RUNNING_COSTS)
ADJUSTMENT_ROW = PURCHASES_ROW + 1
THRIFT_ROW = ADJUSTMENT_ROW + 1
LAST_ROW = THRIFT_ROW + 2

SCORED = (
    First(
        "投入",
        (
            Second(
                "预算\n配置",
                (
                    Indicator(
                        "在职人员控制率（8分）",
                        "在职人员数与编制数之比，反映对人员成本的控制。",
                        "在职人员控制率=（在职人员数/编制数）×100%。不高于100%的计8分，每超过1个百分点扣0.5分，扣完为止。",
                    ),
                    Indicator(
                        "“三公经费”变动率（8分）",
                        "“三公经费”预算比上年的增减，反映对行政成本的控制。",
                        "“三公经费”变动率=[（本年度“三公经费”预算数-上年度“三公经费”预算数）/上年度“三公经费”预算数]×100%。"
                        "没有增加的计8分，每增加1个百分点扣0.8分，扣完为止。",
                    ),
                ),
            ),
        ),
    ),
    First(
        "过程",
        (
            Second(
                "预算\n执行",
                (
                    Indicator(
                        "预算完成率（8分）",
                        "预算完成数与年初预算数之比。",
                        "预算完成率=（预算完成数/年初预算数）×100%。达到100%的计8分，每低于5个百分点扣2分，扣完为止。",
                    ),
                    Indicator(
                        "预算控制率（8分）",
                        "年中追加预算数与年初预算数之比。",
                        "预算控制率=（年中追加预算数/年初预算数）×100%。为0的计8分；0至10%（含）的计6分；"
                        "10%至20%（含）的计4分；20%至30%（含）的计2分；超过30%的不得分。",
                    ),
                ),
            ),
        ),
    ),
)
"""The indicators whose scoring is known; a unit's own table may have more."""
EXTRA_FIGURES = (
    ("三公经费上年预算数", "“三公经费”上年预算数"),
    ("年初预算数", "年初预算数"),
    ("预算完成数", "预算完成数"),
    ("预算追加数", "年中追加预算数"),
)
EXTRA_ROW = scoring.FIRST_ROW + 5
"""The head of the figures that 附件1 does not hold, below four indicators and the total."""


def template() -> bytes:
    """The blank workbook: 附件1 and the scoring table, computed cells with their results on blank input."""
    book = Book("部门整体支出绩效评价基础数据表")
    base_data(book)
    scoring_table(book)
    return book.content()


def base_data(book: Book, typed: Mapping[str, Value] = NOTHING_TYPED) -> None:
    """附件1 部门整体支出绩效评价基础数据表; ``typed`` is what a unit typed, by cell."""
    form = book.form("基础数据表", (33, 19, 19, 19), typed)
    shared.head(form, "附件1", YEAR)
    shared.labels(form, THREE_EXPENSES_ROW, _outdented(shared.THREE_EXPENSES))
    form.entries(cells("BCD", range(THREE_EXPENSES_ROW + 2, PROJECT_TOTAL_ROW)), AMOUNT)
    shared.three_expenses(form, THREE_EXPENSES_ROW)
    form.mark_text(f"B{THREE_EXPENSES_ROW}:D{PROJECT_TOTAL_ROW}")
    shared.mark_three_expenses(form, THREE_EXPENSES_ROW)
    _project_list(form)
    _running_costs(form)
    shared.purchases(form, PURCHASES_ROW)
    form.printed(f"A{ADJUSTMENT_ROW}", "部门基本支出预算调整")
    form.entries(cells("BCD", [ADJUSTMENT_ROW]), say.ADJUSTMENT_KIND)
    form.mark_text(f"B{RUNNING_ROW}:D{ADJUSTMENT_ROW}")
    shared.foot(form, THRIFT_ROW, say.NOTE_2019)
    body = dict.fromkeys(range(4, THRIFT_ROW), 21)
    form.heights({**shared.HEAD_HEIGHTS, **body, THRIFT_ROW: 48, THRIFT_ROW + 1: 44, LAST_ROW: 24})
    form.finish(LAST_ROW)


def _outdented(lines: Sequence[shared.Line]) -> list[shared.Line]:
    """The lines one step to the left: here they are not part of 基本支出."""
    return [(label, indent - 1) for label, indent in lines]


def _project_list(form: Form) -> None:
    shared.project_list(form, PROJECT_TOTAL_ROW, "项目支出", PROJECT_LINES, say.PROJECT_LINE_KIND_2019)


def _running_costs(form: Form) -> None:
    row, last = RUNNING_ROW, PURCHASES_ROW - 1
    shared.labels(form, row, (("公用经费", 0), *_outdented(shared.RUNNING_COSTS)))
    form.entries(cells("BCD", range(row, last + 1)), AMOUNT)
    parts = f"SUM(B{row + 1}:B{last})"
    form.mark(
        f"B{row}:D{row}", where_number(f"B{row}", exceeds(parts, f"B{row}")), WRONG, say.LESS_THAN_PARTS
    )


def scoring_table(book: Book, typed: Mapping[str, Value] = NOTHING_TYPED) -> None:
    """计分表, which a unit may leave out: the indicators scored by formula, computed from 附件1 and four more figures."""
    form = book.form("计分表", scoring.WIDTHS, typed)
    form.printed("A1:H1", f"{YEAR}年度部门整体支出绩效评价指标计分表", "title")
    standards = read_standards(read_form_set(templates_folder() / "hunan-2019").parameter(STANDARDS))
    inputs = {
        "基础数据表.实际在职人数": Input("基础数据表!$C$5"),
        "基础数据表.编制数": Input("基础数据表!$B$5"),
        "基础数据表.三公经费.本年预算数": Input(f"基础数据表!$C${THREE_EXPENSES_ROW}"),
    }
    for row, (name, _) in enumerate(EXTRA_FIGURES, start=EXTRA_ROW + 1):
        inputs[f"计分表.{name}.金额"] = Input(f"计分表!$D${row}")
    if scoring.table(form, SCORED, standards, inputs) >= EXTRA_ROW:
        raise ValueError("the figures begin above the end of the table")
    _extra_figures(form)
    last = EXTRA_ROW + len(EXTRA_FIGURES) + 1
    form.printed(f"A{last}:H{last}", say.SCORING_NOTE_2019, "note")
    form.heights({**dict.fromkeys(range(EXTRA_ROW, last), 21), last: 34})
    form.finish(last, landscape=True)


def _extra_figures(form: Form) -> None:
    row = EXTRA_ROW
    for area, head in (
        (f"A{row}:C{row}", "补充数据"),
        (f"D{row}:E{row}", "金额（万元）"),
        (f"F{row}:H{row}", "口径"),
    ):
        form.printed(area, head, "head")
    for number, (_, label) in enumerate(EXTRA_FIGURES, start=row + 1):
        form.printed(f"A{number}:C{number}", label)
        form.entry(f"D{number}:E{number}", AMOUNT)
        form.entry(f"F{number}:H{number}", say.BASIS_KIND)
    form.mark_text(f"D{row + 1}:D{row + len(EXTRA_FIGURES)}")
