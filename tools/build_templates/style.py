"""Drawing official forms: looks, input rules, formulas with their results, page set-up.

A form is drawn with four verbs: ``printed`` text (locked), ``entry`` cells (unlocked, with a Chinese prompt
and a rule for what may be typed), ``computed`` cells (locked, native formula and result) and ``mark`` (a
signal, which shows a mismatch and is explained in the prompts of its cells). The same drawing code makes the
blank template and a filled return: ``typed`` holds what a unit typed, by cell, and wins over what the form would
show there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from math import ceil
from typing import Any, NamedTuple
from unicodedata import east_asian_width

import formualizer
import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.utility import xl_cell_to_rowcol  # type: ignore[import-untyped]

from tools.build_templates.package import CREATED, repack
from tools.build_templates.signals import WRONG, Colour, Signal, explained

Value = str | int | float | None
"""What stands in a cell; ``None`` is an empty cell."""

NOTHING_TYPED: Mapping[str, Value] = {}

FONT = "宋体"
ENTRY_TINT = "#FFFDF0"
COMPUTED_TINT = "#F2F2F2"

PERMITTED = ("insert_rows", "format_rows", "format_columns", "format_cells")
"""What a unit may do on a protected sheet besides filling in the entry cells."""

LOOKS: dict[str, dict[str, Any]] = {
    "annex": {"font_size": 12, "align": "left"},
    "title": {"font_size": 18, "bold": True, "align": "center"},
    "line": {"font_size": 11, "align": "left"},
    "right": {"font_size": 11, "align": "right"},
    "centre": {"font_size": 11, "align": "center"},
    "note": {"font_size": 10, "align": "left", "valign": "top", "text_wrap": True},
    "label": {"align": "left", "text_wrap": True, "border": 1},
    "head": {"align": "center", "text_wrap": True, "border": 1},
    "top": {"align": "center", "valign": "top", "text_wrap": True, "border": 1},
    "prose": {"align": "left", "text_wrap": True, "border": 1, "valign": "top"},
    "fine": {"align": "left", "text_wrap": True, "border": 1, "font_size": 9},
}


ANYTHING: tuple[tuple[str, Any], ...] = (("validate", "any"),)

_FONT_SIZE = 10.5
_LABEL_LINE = 14.5
"""What a line of a label takes, in points, where 宋体 is not installed and another font stands for it."""
_ROOM = 3
"""Points between a label and the lines above and below it."""


class Kind(NamedTuple):
    """What a cell holds: number format, alignment, prompt with its title, rule for what may be typed."""

    number_format: str
    align: str
    title: str = ""
    prompt: str = ""
    rule: tuple[tuple[str, Any], ...] = ANYTHING
    error: str = ""
    indent: int = 0


AMOUNT = Kind(
    "0.00",
    "right",
    "金额（万元）",
    "请填写数字，单位为万元，保留两位小数；没有发生的填 0。",
    (("validate", "decimal"), ("criteria", ">="), ("value", 0)),
    "金额应为不小于 0 的数字（万元），不要带文字、单位或空格。",
    indent=1,
)
COUNT = Kind(
    "0",
    "center",
    "人数",
    "请填写整数（人）。编制数按批复填写，实际在职人数为年末数。",
    (("validate", "integer"), ("criteria", ">="), ("value", 0)),
    "人数应为不小于 0 的整数。",
)
WEIGHT = Kind(
    "General",
    "center",
    "分值",
    "请填写该指标的分值；各项分值之和应等于一级指标括号内的分值，全表合计 100 分。",
    (("validate", "decimal"), ("criteria", "between"), ("minimum", 0), ("maximum", 100)),
    "分值应为 0 至 100 的数字。",
)
RATE = Kind("0.00%", "center")
SCORE = Kind("General", "center")
TEXT = Kind("General", "left")
WORDS = Kind("General", "center")
MEASURE = Kind("@", "center")


def score_within(weight_cell: str, score_cell: str) -> Kind:
    """The kind of a score that may not exceed its weight; both cells are those of the table's first row."""
    within = f'OR({weight_cell}="",{score_cell}<={weight_cell})'
    allowed = f"=AND(ISNUMBER({score_cell}),{score_cell}>=0,{within})"
    return SCORE._replace(
        title="得分",
        prompt="请填写 0 至本行分值之间的数字；未得满分的，在右侧填写偏差原因分析及改进措施。",
        rule=(("validate", "custom"), ("value", allowed)),
        error="得分应为数字，且不小于 0、不大于本行分值。",
    )


class Form:
    """One sheet under construction. Areas are written as in Excel: ``A1`` or ``A1:D1`` (merged)."""

    def __init__(self, book: Book, name: str, widths: Sequence[float], typed: Mapping[str, Value]) -> None:
        self.name = name
        self._book = book
        self._typed = typed
        self._used: set[str] = set()
        self._drawn: list[str] = []
        self._kinds: dict[str, Kind] = {}
        self._signals: list[Signal] = []
        self._formulas: list[tuple[str, str, Any]] = []
        self._numbers: dict[str, float] = {}
        self._widths = widths
        self._heights: dict[int, float] = {}
        self._labels: list[tuple[str, str]] = []
        self.sheet = book.writer.add_worksheet(name)
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)
        self._last_column = len(widths) - 1

    def heights(self, heights: Mapping[int, float]) -> None:
        """Row heights in points, by row number from 1; a row whose labels need more gets what they need."""
        self._heights.update(heights)

    def printed(
        self, area: str, text: Value, look: str = "label", kind: Kind = TEXT, indent: int = 0
    ) -> None:
        """Text of the form itself: locked."""
        style = {**LOOKS[look], "num_format": kind.number_format, "indent": indent}
        if look in ("head", "label") and isinstance(text, str):
            self._labels.append((area, text))
        self._put(area, text, style)

    def entry(
        self,
        area: str,
        kind: Kind,
        printed: Value = None,
        look: str = "",
        indent: int = 0,
        *,
        for_unit: bool = True,
    ) -> None:
        """A cell to be filled in: unlocked, with the prompt and rule of its kind, tinted if the unit fills it in."""
        style = dict(LOOKS[look]) if look else {"align": kind.align, "text_wrap": True, "border": 1}
        if for_unit and "border" in style:
            # Lines outside the ruled table stay as white as the paper.
            style["bg_color"] = ENTRY_TINT
        style |= {"num_format": kind.number_format, "locked": False, "indent": indent or kind.indent}
        self._put(area, printed, style)
        if kind.prompt:
            self._kinds[area] = kind

    def entries(self, cells: Sequence[str], kind: Kind) -> None:
        """Several entry cells of one kind."""
        for cell in cells:
            self.entry(cell, kind)

    def computed(self, area: str, formula: str, kind: Kind, prompt: str) -> None:
        """A locked cell with a native formula; ``prompt`` says in Chinese how it is computed."""
        style = {
            "align": kind.align,
            "border": 1,
            "num_format": kind.number_format,
            "bg_color": COMPUTED_TINT,
            "indent": kind.indent,
        }
        typed_over = area.split(":")[0] in self._typed
        self._put(area, None, style, "" if typed_over else formula)
        self._kinds[area] = kind._replace(title="自动计算", prompt=prompt, rule=ANYTHING, error="")

    def mark(self, area: str, shown_when: str, colour: Colour, meaning: str) -> None:
        """Colour ``area`` while the formula, written for its first cell, is true; the cells' prompts tell why."""
        options = {
            "type": "formula",
            "criteria": f"={shown_when}",
            "format": self._book.style(colour.look()),
        }
        self.sheet.conditional_format(area, options)
        self._signals.append(Signal(area, colour, meaning))

    def mark_text(self, area: str) -> None:
        """Colour cells that hold text where a number belongs: sums would silently leave them out."""
        first = area.split(":")[0]
        self.mark(area, f"AND(ISTEXT({first}),LEN({first})>0)", WRONG, "填的不是数字")

    def keep_as_text(self, area: str) -> None:
        """No green corner on cells where a number is rightly kept as the text that was typed."""
        self.sheet.ignore_errors({"number_stored_as_text": area})

    def finish(
        self,
        last_row: int,
        annex: str = "",
        *,
        landscape: bool = False,
        head: int = 0,
        pages: Sequence[int] = (),
    ) -> None:
        """Row heights, input rules, protection and page set-up; ``annex`` is printed at the top left of the page.

        The row ``head`` is repeated on each page after its own; ``pages`` are the rows that begin a page.
        """
        if unknown := set(self._typed) - self._used:
            raise KeyError(f"{self.name}: typed into cells that the form does not have: {sorted(unknown)}")
        for kind, areas in self._explained_kinds().items():
            self._restrict(kind, areas)
        self._set_heights()
        self.sheet.protect("", dict.fromkeys(PERMITTED, True))
        self.sheet.set_paper(9)
        if landscape:
            self.sheet.set_landscape()
        else:
            self.sheet.set_portrait()
        self.sheet.fit_to_pages(1, 0)
        self.sheet.center_horizontally()
        self.sheet.set_margins(left=0.7, right=0.7, top=0.6, bottom=0.4)
        self.sheet.set_h_pagebreaks([row - 1 for row in pages])
        if head:
            self.sheet.repeat_rows(head - 1)
        self.sheet.hide_gridlines(2)
        self.sheet.print_area(0, 0, last_row - 1, self._last_column)
        if annex:
            self.sheet.set_header(f'&L&"{FONT}"&12{annex}')

    def numbers(self) -> Mapping[str, float]:
        """The numbers that stand in cells, by cell."""
        return self._numbers

    def formulas(self) -> Sequence[tuple[str, str, Any]]:
        """Cell, formula and style of the computed cells that nobody typed over."""
        return self._formulas

    def _put(self, area: str, value: Value, style: dict[str, Any], formula: str = "") -> None:
        cell, _, end = area.partition(":")
        if cell in self._typed:
            value = self._typed[cell]
            self._used.add(cell)
        self._drawn.append(area)
        drawn = self._book.style(style)
        if end:
            self.sheet.merge_range(area, "", drawn)
        if formula:
            self._formulas.append((cell, formula, drawn))
        elif value is None or value == "":
            self.sheet.write_blank(cell, None, drawn)
        elif isinstance(value, str):
            self.sheet.write_string(cell, value, drawn)
        else:
            self.sheet.write_number(cell, value, drawn)
            self._numbers[cell] = value

    def _set_heights(self) -> None:
        """Rows as high as they were asked to be, higher where a label would be cut."""
        for area, text in self._labels:
            top, left, bottom, right = _corners(area)
            rows = range(top + 1, bottom + 2)
            width = sum(self._widths[left : right + 1])
            lines = sum(ceil(_extent(line) / width) or 1 for line in text.split("\n"))
            lacking = lines * _LABEL_LINE + _ROOM - sum(self._heights.get(row, 15) for row in rows)
            if lacking > 0:
                self._heights[rows[-1]] = self._heights.get(rows[-1], 15) + lacking
        for row, height in self._heights.items():
            self.sheet.set_row(row - 1, height)

    def _explained_kinds(self) -> dict[Kind, list[str]]:
        """The areas of each kind; a kind's prompt also tells what the signals of its cells mean."""
        found: dict[Kind, list[str]] = {}
        first_of_rule: dict[tuple[tuple[str, Any], ...], Kind] = {}
        for area in self._drawn:
            cell = area.split(":")[0]
            signals = [signal for signal in self._signals if signal.covers(cell)]
            kind = self._kinds.get(area, TEXT._replace(title="颜色的含义"))
            if not (kind.prompt or signals):
                continue
            kind = kind._replace(prompt=explained(kind.prompt, signals))
            # A rule with a formula is written for the first cell of all that it holds for.
            if ("validate", "custom") in kind.rule and first_of_rule.setdefault(kind.rule, kind) != kind:
                raise ValueError(f"{self.name} {area}: cells of one rule have different signals")
            found.setdefault(kind, []).append(area)
        return found

    def _restrict(self, kind: Kind, areas: Sequence[str]) -> None:
        options: dict[str, Any] = dict(kind.rule)
        options |= {"input_title": kind.title, "input_message": kind.prompt, "multi_range": " ".join(areas)}
        if kind.error:
            options |= {"error_title": f"{kind.title}填写有误", "error_message": kind.error}
        self.sheet.data_validation(areas[0], options)


class Book:
    """A workbook of forms, kept in memory until ``content`` is asked for."""

    def __init__(self, title: str) -> None:
        self._buffer = BytesIO()
        self.writer = xlsxwriter.Workbook(self._buffer, {"in_memory": True})
        self.writer.set_properties({"title": title, "created": CREATED})
        self.writer.set_calc_mode("auto")
        self._styles: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._forms: list[Form] = []

    def form(self, name: str, widths: Sequence[float], typed: Mapping[str, Value]) -> Form:
        """A new sheet; ``widths`` are its column widths in characters."""
        form = Form(self, name, widths, typed)
        self._forms.append(form)
        return form

    def style(self, properties: Mapping[str, Any]) -> Any:
        """The cell format of these properties, one object for equal properties."""
        key = tuple(sorted(properties.items()))
        if key not in self._styles:
            # A conditional format states only what it changes; a cell's format states its font too.
            base = (
                {}
                if "font_color" in properties
                else {"font_name": FONT, "font_size": _FONT_SIZE, "valign": "vcenter"}
            )
            self._styles[key] = self.writer.add_format({**base, **properties})
        return self._styles[key]

    def content(self) -> bytes:
        """Calculate every formula, write it with its result, and give the bytes of the .xlsx file."""
        engine = formualizer.Workbook()
        for form in self._forms:
            sheet = engine.sheet(form.name)
            for cell, number in form.numbers().items():
                row, column = xl_cell_to_rowcol(cell)
                sheet.set_value(row + 1, column + 1, formualizer.LiteralValue.number(number))
            for cell, formula, _ in form.formulas():
                row, column = xl_cell_to_rowcol(cell)
                sheet.set_formula(row + 1, column + 1, formula)
        engine.evaluate_all()
        for form in self._forms:
            for cell, formula, style in form.formulas():
                row, column = xl_cell_to_rowcol(cell)
                result = engine.evaluate_cell(form.name, row + 1, column + 1)
                form.sheet.write_formula(cell, formula, style, result)
        self.writer.close()
        return repack(self._buffer.getvalue())


def cells(columns: str, rows: Sequence[int]) -> list[str]:
    """Cell names row by row: ``cells("BC", [7, 8])`` gives B7, C7, B8, C8."""
    return [f"{column}{row}" for row in rows for column in columns]


def _corners(area: str) -> tuple[int, int, int, int]:
    first, _, last = area.partition(":")
    return (*xl_cell_to_rowcol(first), *xl_cell_to_rowcol(last or first))


def _extent(text: str) -> int:
    """The width of a text of the usual size in digits of the standard font, as column widths are given."""
    return sum(2 if east_asian_width(char) in "WFA" else 1 for char in text)


def span(column: str, first: int, last: int) -> str:
    """``span("A", 4, 9)`` gives ``A4:A9``; a single row gives the cell alone, which cannot be merged."""
    return f"{column}{first}" if first == last else f"{column}{first}:{column}{last}"
