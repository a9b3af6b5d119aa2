"""Returns under construction: sheets of cells, and a name for every cell that a defect may touch.

A cell is remembered where it was written, so that the place where a finding is expected never comes from
perfxl's own reading of the form.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from random import Random
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

from perfxl.workbook.model import Book, Kind


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate in percentage points (Decimal), stored as a fraction under a percent format."""

    percent: Decimal


Content = str | int | Decimal | Rate | Kind | None
"""Text, a number, a rate, ``Kind.ERROR`` (``#REF!``), ``Kind.UNCALCULATED``, or None for an empty cell."""


@dataclass(frozen=True, slots=True)
class N:
    """A named cell. Where ``before`` or ``after`` is given, the content stands inside a text (``资金总额：12.5``)."""

    name: str
    content: Content
    before: str = ""
    after: str = ""

    def written(self, content: Content) -> Content:
        """What the cell holds for a content of the named value."""
        if not (self.before or self.after) or isinstance(content, Kind):
            return content
        return f"{self.before}{'' if content is None else content}{self.after}"


class Paper:
    """One sheet."""

    def __init__(self, sheet: str) -> None:
        self.sheet = sheet
        self.cells: dict[tuple[int, int], Content] = {}
        self.names: dict[str, tuple[int, int]] = {}
        self.inside: dict[str, N] = {}
        self.rows = 0

    def row(self, *contents: Content | N) -> None:
        """Write the next row from column A on."""
        self.rows += 1
        for col, content in enumerate(contents, 1):
            self.put(self.rows, col, content)

    def put(self, row: int, col: int, content: Content | N) -> None:
        """Write a cell, and remember its name."""
        if isinstance(content, N):
            self.names[content.name] = (row, col)
            self.inside[content.name] = content
            content = content.written(content.content)
        self.cells.pop((row, col), None)
        if content is not None:
            self.cells[row, col] = content

    def move(self, to: Callable[[int, int], tuple[int, int] | None]) -> None:
        """Give every cell another place; None removes it with its name."""
        moved = {to(*place): content for place, content in self.cells.items()}
        self.cells = {place: content for place, content in moved.items() if place}
        places = {name: to(*place) for name, place in self.names.items()}
        self.names = {name: place for name, place in places.items() if place}

    def delete_row(self, row: int) -> None:
        """Take a row out; what is below moves up."""
        self.move(lambda r, c: None if r == row else (r - (r > row), c))

    def delete_column(self, col: int) -> None:
        """Take a column out; what is to its right moves left."""
        self.move(lambda r, c: None if c == col else (r, c - (c > col)))

    def insert_row(self, row: int) -> None:
        """Put an empty row in front of ``row``."""
        self.move(lambda r, c: (r + (r >= row), c))


@dataclass(slots=True)
class Indicator:
    """A row of an indicator table as it was written."""

    first: str
    second: str
    name: str
    target: str
    actual: str = ""
    weight: Decimal = Decimal(0)
    score: Decimal = Decimal(0)
    reason: str = ""
    number: Decimal | None = None
    """The target's number where it is a plain ``≥`` or ``≤`` one."""
    unit: str = ""

    @property
    def limit(self) -> Decimal:
        """The target's number, zero where it has none."""
        return self.number or Decimal(0)


@dataclass(slots=True)
class Draft:
    """A return: its papers, and what the defects need to know of it."""

    form_set: str
    year: int
    unit: str
    papers: list[Paper] = field(default_factory=list)
    indicators: dict[str, list[Indicator]] = field(default_factory=dict)
    """The indicators of each form, by the beginning of its names (``部门``, ``项目1``)."""
    projects: list[str] = field(default_factory=list)
    values: dict[str, Content] = field(default_factory=dict)
    public: bool = False
    others: list[tuple[str, Draft]] = field(default_factory=list)
    """Returns to compare with, each with what it is to this one (a name of ``Link``)."""
    facts: dict[str, Any] = field(default_factory=dict)

    def paper(self, sheet: str) -> Paper:
        """A new sheet."""
        self.papers.append(Paper(sheet))
        return self.papers[-1]

    def holder(self, name: str) -> Paper:
        """The sheet that a name stands on. Raises KeyError."""
        for paper in self.papers:
            if name in paper.names:
                return paper
        raise KeyError(name)

    def place(self, name: str) -> tuple[str, str]:
        """Sheet and address of a named cell."""
        paper = self.holder(name)
        row, col = paper.names[name]
        return paper.sheet, f"{get_column_letter(col)}{row}"

    def beside(self, name: str) -> list[tuple[str, str | None]]:
        """The named cell and the one to its right: where a value that is missing may be looked for."""
        paper = self.holder(name)
        row, col = paper.names[name]
        return [(paper.sheet, f"{get_column_letter(at)}{row}") for at in (col, col + 1)]

    def get(self, name: str) -> Content:
        """The content of a named cell, without the text around it."""
        paper = self.holder(name)
        if name in self.values:
            return self.values[name]
        return paper.inside[name].content

    def amount(self, name: str) -> Decimal:
        """A named cell's number, zero for an empty one. Raises TypeError where it holds something else."""
        content = self.get(name)
        if content is None:
            return Decimal(0)
        if isinstance(content, (int, Decimal)):
            return Decimal(content)
        raise TypeError(f"{name}: {content!r}")

    def set(self, name: str, content: Content) -> None:
        """Write a named cell."""
        paper = self.holder(name)
        self.values[name] = content
        paper.put(*paper.names[name], paper.inside[name].written(content))

    def names(self, *parts: str) -> list[str]:
        """The names that contain every one of the parts, in order of writing."""
        return [name for paper in self.papers for name in paper.names if all(part in name for part in parts)]

    def without(self, paper: Paper) -> None:
        """Take a sheet out."""
        self.papers.remove(paper)

    def bytes(self) -> bytes:
        """The return as an .xlsx file."""
        book = openpyxl.Workbook()
        book.remove(book.active)
        for paper in self.papers:
            sheet = book.create_sheet(paper.sheet)
            for (row, col), content in paper.cells.items():
                _write(sheet.cell(row, col), content)
        return _saved(book)


def _write(cell: Any, content: Content) -> None:
    if isinstance(content, Rate):
        cell.value = content.percent / 100
        cell.number_format = "0.00%"
    elif content is Kind.ERROR:
        cell.value, cell.data_type = "#REF!", "e"
    elif content is Kind.UNCALCULATED:
        cell.value = "=SUM(1,2)"
    elif isinstance(content, str):
        cell.value, cell.data_type = content, "s"
    else:
        cell.value = content


def _saved(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def book_bytes(book: Book) -> bytes:
    """A workbook in memory as an .xlsx file: what is calculated there is stored as its result."""
    file = openpyxl.Workbook()
    file.remove(file.active)
    for sheet in book.sheets:
        written = file.create_sheet(sheet.name)
        written.sheet_state = "hidden" if sheet.hidden else "visible"
        for cell in sheet.cells.values():
            target = written.cell(cell.row, cell.col)
            if cell.kind is Kind.NUMBER:
                target.value, target.number_format = Decimal(cell.text), cell.number_format
            else:
                target.value, target.data_type = cell.text, "s"
        for area in sheet.merges:
            written.merge_cells(None, area.top, area.left, area.bottom, area.right)
    return _saved(file)


def money(rng: Random, low: int, high: int) -> Decimal:
    """An amount in 万元 with two decimals."""
    return Decimal(rng.randint(low * 100, high * 100)).scaleb(-2)


def cents(number: Decimal) -> Decimal:
    """Rounded half up to two decimals."""
    return number.quantize(Decimal("0.01"), ROUND_HALF_UP)


def part(rng: Random, amount: Decimal, low: int, high: int) -> Decimal:
    """A part of an amount, ``low`` to ``high`` per cent of it, with two decimals."""
    return cents(amount * rng.randint(low * 10, high * 10) / 1000)


def split(rng: Random, total: Decimal, count: int, step: Decimal = Decimal(1)) -> list[Decimal]:
    """``count`` multiples of ``step`` (each at least one) that make ``total``."""
    cuts = sorted(rng.sample(range(1, int(total / step)), count - 1))
    edges = [0, *cuts, int(total / step)]
    return [(b - a) * step for a, b in pairwise(edges)]


def pick(rng: Random, items: Iterable[str], count: int) -> list[str]:
    """Different ones of some texts, in their own order."""
    listed: Sequence[str] = list(items)
    chosen = set(rng.sample(range(len(listed)), min(count, len(listed))))
    return [item for number, item in enumerate(listed) if number in chosen]
