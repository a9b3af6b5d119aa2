"""What every version of the 基础数据表 is made of; the versions differ in order and numbering."""

from __future__ import annotations

from collections.abc import Sequence

from tools.build_templates import wording as say
from tools.build_templates.signals import CHECK, WRONG, both, exceeds, not_the_rate, not_the_sum, where_number
from tools.build_templates.style import AMOUNT, COUNT, RATE, Form, Kind, cells, span

HEAD_HEIGHTS = {1: 20, 2: 36, 3: 24}
"""Heights of the lines above the table, in points by row."""

Line = tuple[str, int]
"""A printed label and its indent."""

RUNNING_COSTS: tuple[Line, ...] = (("其中：办公经费", 2), ("水费、电费、差旅费", 5), ("会议费、培训费", 5))
THREE_EXPENSES: tuple[Line, ...] = (
    ("三公经费", 1),
    ("1、公务用车购置和维护经费", 2),
    ("其中：公务用车购置", 3),
    ("公务用车运行维护", 6),
    ("2、出国经费", 2),
    ("3、公务接待", 2),
)


def head(form: Form, annex: str, year: int) -> None:
    """Rows 1 to 6: title, unit, staff, and the heads of the money columns."""
    form.printed("A1", annex, "annex")
    form.printed("A2:D2", "部门整体支出绩效评价基础数据表", "title")
    form.entry("A3:C3", say.UNIT_KIND, "填报单位：（盖章）", "line")
    form.printed("D3", "单位：万元", "right")
    form.printed("A4:A5", "财政供养人员情况", "head")
    for column, text in zip("BCD", ("编制数", f"{year}年实际在职人数", "控制率"), strict=True):
        form.printed(f"{column}4", text, "head")
    form.entries(["B5", "C5"], COUNT)
    form.computed("D5", '=IF(AND(N(B5)>0,ISNUMBER(C5)),C5/B5,"")', RATE, say.STAFFING_RATE)
    form.mark("D5", not_the_rate("D5", "C5", "B5"), WRONG, say.NOT_THE_RATE)
    form.mark("D5", where_number("D5", "D5>1"), CHECK, "实际在职人数超过编制数")
    heads = ("经费控制情况", f"{year - 1}年决算数", f"{year}年预算数", f"{year}年决算数")
    for column, text in zip("ABCD", heads, strict=True):
        form.printed(f"{column}6", text, "head")


def labels(form: Form, first: int, lines: Sequence[Line]) -> None:
    """Print the labels in column A, from row ``first`` down."""
    for row, (label, indent) in enumerate(lines, start=first):
        form.printed(f"A{row}", label, indent=indent)


def three_expenses(form: Form, first: int) -> None:
    """The totals of the six rows of the three public expenses, which begin at row ``first``."""
    for column in "BCD":
        vehicles = span(column, first + 2, first + 3)
        three = f"{column}{first + 1},{span(column, first + 4, first + 5)}"
        form.computed(
            f"{column}{first}", f'=IF(COUNT({three})=0,"",SUM({three}))', AMOUNT, say.THREE_EXPENSES
        )
        form.computed(
            f"{column}{first + 1}", f'=IF(COUNT({vehicles})=0,"",SUM({vehicles}))', AMOUNT, say.VEHICLES
        )


def mark_three_expenses(form: Form, first: int) -> None:
    """Colour totals that are not the sum, and more spent than was budgeted."""
    three, vehicles = f"B{first + 1},{span('B', first + 4, first + 5)}", span("B", first + 2, first + 3)
    for row, parts in ((first, three), (first + 1, vehicles)):
        form.mark(f"B{row}:D{row}", not_the_sum(f"B{row}", parts), WRONG, say.NOT_THE_SUM)
    _mark_over_budget(form, first)


def _mark_over_budget(form: Form, row: int) -> None:
    form.mark(f"D{row}", both(f"C{row}", f"D{row}", exceeds(f"D{row}", f"C{row}")), CHECK, say.OVER_BUDGET)


def project_list(form: Form, total: int, label: str, lines: Sequence[str], kind: Kind) -> None:
    """The total of the projects at row ``total`` and a row for each of ``lines`` below it.

    ``kind`` tells what to fill in for a project's name.
    """
    explanation = f"{label.removeprefix('二、')}＝下列各项目之和。"
    first, last = total + 1, total + len(lines)
    form.printed(f"A{total}", label)
    for row, text in enumerate(lines, start=first):
        form.entry(f"A{row}", kind, text, indent=1)
    form.entries(cells("BCD", range(first, last + 1)), AMOUNT)
    for column in "BCD":
        rows = span(column, first, last)
        form.computed(f"{column}{total}", f'=IF(COUNT({rows})=0,"",SUM({rows}))', AMOUNT, explanation)
    form.mark_text(f"B{first}:D{last + 1}")
    form.mark(f"B{total}:D{total}", not_the_sum(f"B{total}", span("B", first, last)), WRONG, say.NOT_THE_SUM)


def purchases(form: Form, row: int) -> None:
    """The row 政府采购金额."""
    form.printed(f"A{row}", "政府采购金额")
    form.entries(cells("BCD", [row]), AMOUNT)
    _mark_over_budget(form, row)


def foot(form: Form, first: int, note: str) -> None:
    """The last three rows: thrift measures, note, and who filled in the form."""
    form.printed(f"A{first}", "厉行节约保障措施")
    form.entry(f"B{first}:D{first}", say.THRIFT_KIND)
    form.printed(f"A{first + 1}:D{first + 1}", note, "note")
    form.entry(f"A{first + 2}:D{first + 2}", say.FOOTER_KIND, say.FOOTER, "line")
