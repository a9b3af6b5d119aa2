"""Harmless ways in which units change a form: each maps a workbook in memory to another one that says the same.

Every variation is a function of a book and a random generator; :data:`VARIATIONS` names them all. They may be
applied one after another, except that those of :data:`LAYOUTS` come last because they need the cells where
:mod:`made` puts them or move whole forms.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from random import Random

from msgspec.structs import replace

from perfxl.formset.labels import normal
from perfxl.formset.load import load_form_set
from perfxl.formset.model import Form, Label
from perfxl.workbook.model import Book, Cell, Kind, Sheet

Variation = Callable[[Book, Random], Book]
VARIATIONS: dict[str, Variation] = {}
_FULL = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_FULL_DIGITS = {code: _FULL[code] for code in range(0x30, 0x3A)}
_YEARED = re.compile(r"2021(?=年)")


def variation(function: Variation) -> Variation:
    """Register a variation under the function's name."""
    VARIATIONS[function.__name__] = function
    return function


def _labels_of(form: Form) -> list[Label]:
    labels = [form.title, *(item.label for item in form.fields.values())]
    for grid in form.grids.values():
        labels += [column.label for column in grid.columns]
        labels += [row.label for row in grid.rows if row.label]
    for listing in form.lists.values():
        labels += [*(column.label for column in listing.columns), *filter(None, [listing.total])]
    return labels


_FORMS = load_form_set("hunan-2021").forms.values()
LABELS = {norm for form in _FORMS for label in _labels_of(form) for norm in label.norms}
_CATEGORIES = ("产出指标", "效益指标", "满意度指标", "数量指标", "质量指标", "时效指标", "成本指标")
_SIGN = re.compile(r"^([≥≤])([0-9.]+)(.*)$")


def head_of(text: str) -> tuple[str, str]:
    """A text split before its first colon that is not part of 其中：; the head is "" if it is no known label."""
    start = 3 if text.startswith(("其中：", "其中:")) else 0
    ends = [text.index(mark, start) for mark in "：:" if mark in text[start:]]
    end = min(ends, default=len(text))
    head = text[:end]
    known = normal(head) in LABELS or normal(head) in _CATEGORIES
    return (head, text[end:]) if known else ("", text)


def each_cell(book: Book, change: Callable[[Cell], Cell | None]) -> Book:
    """Every cell changed in place; None removes it."""
    sheets = []
    for sheet in book.sheets:
        new = {place: change(cell) for place, cell in sheet.cells.items()}
        sheets.append(replace(sheet, cells={place: cell for place, cell in new.items() if cell is not None}))
    return replace(book, sheets=sheets)


def each_label(book: Book, change: Callable[[str], str]) -> Book:
    """Every label changed, also one before a figure in its own cell."""

    def changed(cell: Cell) -> Cell:
        head, rest = head_of(cell.text) if cell.kind is Kind.TEXT else ("", "")
        return cell._replace(text=change(head) + rest) if head else cell

    return each_cell(book, changed)


def each_number(book: Book, change: Callable[[str], str]) -> Book:
    """Every number typed as a text."""

    def changed(cell: Cell) -> Cell:
        plain = cell.kind is Kind.NUMBER and "%" not in cell.number_format
        return cell._replace(kind=Kind.TEXT, text=change(cell.text)) if plain else cell

    return each_cell(book, changed)


def each_text(book: Book, change: Callable[[str], str]) -> Book:
    """Every text changed, whatever it is."""
    return each_cell(
        book, lambda cell: cell._replace(text=change(cell.text)) if cell.kind is Kind.TEXT else cell
    )


def moved(sheet: Sheet, row: Callable[[int], int], col: Callable[[int], int]) -> Sheet:
    """A sheet whose rows and columns have gone elsewhere (in the same order)."""
    cells = [cell._replace(row=row(cell.row), col=col(cell.col)) for cell in sheet.cells.values()]
    merges = [area._replace(top=row(area.top), bottom=row(area.bottom), left=col(area.left), right=col(area.right))
              for area in sheet.merges]  # fmt: skip
    return replace(sheet, cells={(cell.row, cell.col): cell for cell in cells}, merges=merges)


def put(sheet: Sheet, row: int, col: int, text: str, kind: Kind = Kind.TEXT) -> None:
    """Write a cell."""
    sheet.cells[row, col] = Cell(row, col, kind, text)


def _last_row(sheet: Sheet) -> int:
    return max(row for row, _ in sheet.cells)


def _inside(text: str, blank: str, rng: Random) -> str:
    """A blank after one of the characters of a label (never within a number)."""
    spots = [i for i in range(1, len(text)) if not (text[i - 1].isascii() and text[i].isascii())]
    at = rng.choice(spots) if spots else len(text)
    return text[:at] + blank + text[at:]


@variation
def blank_columns(book: Book, rng: Random) -> Book:
    sheets = []
    for sheet in book.sheets:
        at, count = rng.randint(1, 10), rng.randint(1, 3)
        sheets.append(moved(sheet, lambda r: r, lambda c, at=at, n=count: c + n if c >= at else c))  # type: ignore[misc]
    return replace(book, sheets=sheets)


@variation
def blank_rows(book: Book, rng: Random) -> Book:
    sheets = []
    for sheet in book.sheets:
        starts = rng.sample(range(1, _last_row(sheet) + 2), 3)
        sheets.append(moved(sheet, lambda r, s=starts: r + sum(r >= at for at in s), lambda c: c))  # type: ignore[misc]
    return replace(book, sheets=sheets)


@variation
def blank_row_after_every_row(book: Book, rng: Random) -> Book:
    return replace(book, sheets=[moved(sheet, lambda r: 2 * r, lambda c: c) for sheet in book.sheets])


@variation
def form_not_at_the_corner(book: Book, rng: Random) -> Book:
    down, right = rng.randint(1, 40), rng.randint(1, 20)
    return replace(
        book, sheets=[moved(sheet, lambda r: r + down, lambda c: c + right) for sheet in book.sheets]
    )


@variation
def sheets_renamed(book: Book, rng: Random) -> Book:
    names = rng.sample(
        ["Sheet1", "附件3", "副本", "1", "2021年 ", "新建", "表（一）", "部门自评表"], len(book.sheets)
    )
    return replace(book, sheets=[replace(s, name=n) for s, n in zip(book.sheets, names, strict=True)])


@variation
def sheets_in_another_order(book: Book, rng: Random) -> Book:
    return replace(book, sheets=rng.sample(book.sheets, len(book.sheets)))


@variation
def cells_of_blanks_only(book: Book, rng: Random) -> Book:
    for sheet in book.sheets:
        for row in range(1, _last_row(sheet) + 1):
            col = rng.randint(1, 9)
            if (row, col) not in sheet.cells:
                put(sheet, row, col, rng.choice(["", " ", "\u3000", "\xa0 ", "\n"]))
    return book


@variation
def full_width_figures(book: Book, rng: Random) -> Book:
    return each_number(book, lambda text: text.translate(_FULL))


@variation
def full_width_labels(book: Book, rng: Random) -> Book:
    return each_label(book, lambda text: text.translate(_FULL))


@variation
def full_width_everywhere(book: Book, rng: Random) -> Book:
    return each_text(book, lambda text: text.translate(_FULL_DIGITS))


@variation
def half_width_labels(book: Book, rng: Random) -> Book:
    table = str.maketrans("（）：，．", "():,.")
    return each_text(book, lambda text: text.translate(table) if len(text) < 40 else text)


@variation
def ideographic_blanks_in_labels(book: Book, rng: Random) -> Book:
    return each_label(book, lambda text: _inside(text, "\u3000", rng))


@variation
def hard_blanks_in_labels(book: Book, rng: Random) -> Book:
    return each_label(book, lambda text: _inside(text, "\xa0\xa0", rng))


@variation
def line_breaks_in_labels(book: Book, rng: Random) -> Book:
    return each_label(book, lambda text: _inside(text, rng.choice(["\n", "\r\n"]), rng))


@variation
def invisible_characters_in_labels(book: Book, rng: Random) -> Book:
    return each_label(book, lambda text: _inside(text, rng.choice(["\u200b", "\ufeff"]), rng))


@variation
def blanks_around_texts(book: Book, rng: Random) -> Book:
    return each_text(
        book,
        lambda text: rng.choice([" ", "\u3000", "\xa0", "\n"]) + text + rng.choice([" ", "\u3000", "\n"]),
    )


@variation
def blanks_around_figures(book: Book, rng: Random) -> Book:
    return each_number(
        book, lambda text: rng.choice(["\u3000", " ", "\xa0"]) + text + rng.choice(["  ", "\n", "\xa0"])
    )


@variation
def numbers_as_text(book: Book, rng: Random) -> Book:
    return each_number(book, lambda text: text)


@variation
def numbers_with_unit(book: Book, rng: Random) -> Book:
    """Amounts with their unit; counts and scores are whole numbers here and stay."""
    return each_number(book, lambda text: f"{text}万元" if "." in text and len(text) > 3 else text)


@variation
def thousands_commas(book: Book, rng: Random) -> Book:
    def with_commas(text: str) -> str:
        return re.sub(r"(?<![0-9.])[0-9]{4,}(?=[卷人万])", lambda match: f"{int(match[0]):,}", text)

    return each_text(book, lambda text: with_commas(text) if len(text) < 20 else text)


@variation
def zeros_behind_the_point(book: Book, rng: Random) -> Book:
    def longer(cell: Cell) -> Cell:
        if cell.kind is Kind.NUMBER and "." in cell.text and "%" not in cell.number_format:
            return cell._replace(kind=Kind.TEXT, text=f"{Decimal(cell.text):.2f}")
        return cell

    return each_cell(book, longer)


@variation
def dashes_for_nothing(book: Book, rng: Random) -> Book:
    """Rows of a grid without figures get dashes."""
    for sheet in book.sheets:
        for (row, col), cell in list(sheet.cells.items()):
            if cell.text == "上年结转资金":
                for further in range(3, 6):
                    put(sheet, row, col + further - 1, rng.choice(["—", "-", "/", "无", "——"]))
    return book


@variation
def notes_below(book: Book, rng: Random) -> Book:
    for sheet in book.sheets:
        row = _last_row(sheet) + rng.randint(1, 4)
        put(sheet, row, 1, "说明：1、本表一式两份；2、金额保留两位小数。")
        put(
            sheet,
            row + 1,
            1,
            "注：“项目支出”需要填报基本支出以外的所有项目支出情况，包括业务工作项目、运行维护项目等。",
        )
    return book


@variation
def lines_above_the_title(book: Book, rng: Random) -> Book:
    sheets = [moved(sheet, lambda r: r + 2, lambda c: c) for sheet in book.sheets]
    for sheet in sheets:
        put(sheet, 1, 1, "附件4：")
    return replace(book, sheets=sheets)


@variation
def title_with_year_and_unit(book: Book, rng: Random) -> Book:
    before = rng.choice(["2021年度", "2021年", "示例市档案馆2021年度", "示例市"])

    def longer(cell: Cell) -> Cell:
        return (
            cell._replace(text=before + cell.text) if cell.text.endswith(("自评表", "基础数据表")) else cell
        )

    return each_cell(book, longer)


@variation
def title_in_the_middle(book: Book, rng: Random) -> Book:
    for sheet in book.sheets:
        for (row, col), cell in list(sheet.cells.items()):
            if col == 1 and cell.text.endswith(("自评表", "基础数据表")) and (row, 4) not in sheet.cells:
                del sheet.cells[row, col]
                put(sheet, row, 4, cell.text)
    return book


@variation
def years_with_blanks(book: Book, rng: Random) -> Book:
    year = rng.choice(["2021 ", "２０２１", " 2021", "2021\n"])
    return each_text(book, lambda text: _YEARED.sub(year, text))


@variation
def of_which_in_other_ways(book: Book, rng: Random) -> Book:
    ways = ["其中:", "其中：", "其中: ", "其中：\u3000", "其 中：", ""]
    return each_label(book, lambda text: text.replace("其中：", rng.choice(ways)))


@variation
def numbering_in_other_ways(book: Book, rng: Random) -> Book:
    def renumbered(text: str) -> str:
        match = re.match(r"([1-9])、(.+)", text, re.DOTALL)
        if not match:
            return text
        ways = ["{0}.{1}", "{0}．{1}", "（{0}）{1}", "({0}){1}", "{0}、 {1}", "{1}"]
        return rng.choice(ways).format(match[1], match[2])

    return each_text(book, renumbered)


@variation
def other_names(book: Book, rng: Random) -> Book:
    """Registered aliases, for labels of fields and columns that have one meaning on every form."""
    names = {
        "年度指标值": ["年初目标值", "指标值", "目标值"], "实际完成值": ["全年实际值", "完成值", "全年完成值"],
        "偏差原因分析及改进措施": ["未完成原因和改进措施", "偏差原因", "未完成原因及拟采取的改进措施"],
        "其中：当年财政拨款": ["其中：本年财政拨款", "其中：财政拨款"],
        "水费、电费、差旅费": ["水电费、差旅费"], "总分": ["合计", "总计"],
    }  # fmt: skip
    return each_cell(book, lambda cell: cell._replace(text=rng.choice(names.get(cell.text, [cell.text]))))


@variation
def brackets_in_other_ways(book: Book, rng: Random) -> Book:
    way = rng.choice(["（{}分）", "({}分)", "（{}）", "（ {} 分 ）", "\n（{}分）"])
    return each_text(book, lambda text: re.sub(r"\((\d+)分\)", lambda match: way.format(match[1]), text))


@variation
def operators_in_other_ways(book: Book, rng: Random) -> Book:
    ways = {"≥": [">={}{}", "≧{}{}", "≥ {}{}", "不低于{}{}", "{}{}以上", "＞＝{}{}"],
            "≤": ["<={}{}", "≤ {}{}", "不超过{}{}", "{}{}以内", "控制在{}{}以内"]}  # fmt: skip

    def reworded(text: str) -> str:
        match = _SIGN.match(text)
        return rng.choice(ways[match[1]]).format(match[2], match[3]) if match else text

    return each_text(book, reworded)


@variation
def percent_signs_in_full_width(book: Book, rng: Random) -> Book:
    return each_text(book, lambda text: text.replace("%", rng.choice(["％", " %", " ％"])))


@variation
def rates_under_a_percent_format(book: Book, rng: Random) -> Book:
    def stored(cell: Cell) -> Cell:
        match = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)%", cell.text)
        if not match or cell.kind is not Kind.TEXT:
            return cell
        code = "0.00%" if "." in match[1] else "0%"
        return Cell(cell.row, cell.col, Kind.NUMBER, f"{Decimal(match[1]) / 100:f}", code, cell.formula)

    return each_cell(book, stored)


@variation
def figures_under_a_number_format(book: Book, rng: Random) -> Book:
    code = rng.choice(["0.00", "#,##0.00", "0.00_ ", '0.00"万元"', "General", "@"])

    def formatted(cell: Cell) -> Cell:
        plain = cell.kind is Kind.NUMBER and "%" not in cell.number_format
        return cell._replace(number_format=code) if plain else cell

    return each_cell(book, formatted)


@variation
def figures_calculated(book: Book, rng: Random) -> Book:
    return each_cell(book, lambda cell: cell._replace(formula=any(char.isdigit() for char in cell.text)))
