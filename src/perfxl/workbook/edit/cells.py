"""The cells of one sheet part: found as byte spans, changed in content or format, added where missing."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise

from msgspec import Struct, field

from perfxl.workbook.edit.archive import damaged
from perfxl.workbook.edit.edits import MAX_TEXT, EditRefused, Value
from perfxl.workbook.edit.spans import Node, Patch, parse, sequence
from perfxl.workbook.edit.text import (
    address,
    cell_text,
    clean,
    inside,
    number_text,
    parse_address,
    parse_area,
    whole,
)
from perfxl.workbook.model import Area

SHEET_ORDER = sequence(
    "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges "
    "scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr "
    "conditionalFormatting dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter "
    "rowBreaks colBreaks customProperties cellWatches ignoredErrors smartTags drawing drawingHF "
    "legacyDrawing legacyDrawingHF picture oleObjects controls webPublishItems tableParts extLst"
)
_ROW = rb"<%srow(?=[\s/>])[^>]*>"
_ROW_NUMBER = re.compile(rb"""\sr\s*=\s*["']([0-9]{1,10})["']""")
_MEASURE = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,20})?")
_SPREADS = re.compile(rb"""t\s*=\s*["'](?:array|dataTable)""")


class _Row(Struct):
    number: int
    node: Node
    cells: dict[int, Node] = field(default_factory=dict)


class _Change(Struct):
    """What becomes of one cell: a new format, new content, or both."""

    style: int | None = None
    content: bytes | None = None
    type: str | None = None


class SheetCells:
    """A sheet part, opened for a known set of cells (row, column)."""

    def __init__(self, data: bytes, wanted: Iterable[tuple[int, int]]) -> None:
        self.data = data
        cells = set(wanted)
        self._open(cells)
        targets = {self.target(*cell) for cell in cells}
        if not targets <= cells:
            self._open(cells | targets)
        self._changes: dict[tuple[int, int], _Change] = {}

    def _open(self, wanted: set[tuple[int, int]]) -> None:
        self._wanted_rows = rows = {row for row, _ in wanted}
        self._wanted = {address(*cell) for cell in wanted}
        self._rows: dict[int, _Row] = {}
        self._number = 0
        spreading = _SPREADS.search(self.data) is not None
        visible = self.data if spreading else _without_other_rows(self.data, rows)
        try:
            self.root = parse(visible, lambda node: self._keep(node, spreading))
        except EditRefused:
            # Odd but valid writing may have misled the shortcut: the whole part decides.
            self._rows, self._number = {}, 0
            self.root = parse(self.data, lambda node: self._keep(node, spreading))
        if self.root.name != "worksheet":
            raise damaged("工作表部件内容不对")
        found = self.root.child("sheetData")
        if found is None:
            raise damaged("工作表没有单元格区")
        self.sheet_data = found
        merges = self.root.child("mergeCells")
        areas = (parse_area(node.get("ref")) for node in (merges.all("mergeCell") if merges else ()))
        self._merges = [area for area in areas if area]
        self._spread = self._spread_areas() if spreading else []
        for row in self._rows.values():
            _number_cells(row)

    def _keep(self, node: Node, spreading: bool) -> bool:
        if node.name == "c":
            # What is in a cell that nothing is done to does not matter.
            place = node.get("r").strip().replace("$", "").upper()
            return spreading or not place or place in self._wanted
        if node.name != "row":
            return True
        written = whole(node.get("r"))
        self._number = self._number + 1 if written is None else written
        if self._number not in self._wanted_rows:
            return spreading
        if self._number in self._rows:
            raise damaged(f"第 {self._number} 行出现两次")
        self._rows[self._number] = _Row(self._number, node)
        return True

    def _spread_areas(self) -> list[Area]:
        formulas = (node for node in self.sheet_data.walk() if node.name == "f")
        areas = (parse_area(node.get("ref")) for node in formulas if node.get("t") in ("array", "dataTable"))
        return [area for area in areas if area]

    def target(self, row: int, col: int) -> tuple[int, int]:
        """The cell itself, or the first cell of the merged area it lies in."""
        for area in self._merges:
            if inside(area, (row, col)):
                return area.top, area.left
        return row, col

    def area(self, row: int, col: int) -> Area:
        """The merged area that the cell lies in, or the cell alone."""
        return next((area for area in self._merges if inside(area, (row, col))), Area(row, col, row, col))

    def row_height(self, row: int) -> float | None:
        """The height in points that a row states."""
        found = self._rows.get(row)
        return _measure(found.node.get("ht")) if found is not None else None

    def column_width(self, col: int) -> float | None:
        """The width in characters that a column states."""
        columns = self.root.child("cols")
        for item in columns.all("col") if columns else ():
            if _number(item.get("min")) <= col <= _number(item.get("max")):
                return _measure(item.get("width"))
        return None

    def set_row_height(self, patch: Patch, row: int, points: float) -> None:
        """Give a row that the part already has a height of its own."""
        found = self._rows.get(row)
        if found is not None:
            patch.set_attribute(found.node, "ht", f"{points:g}")
            patch.set_attribute(found.node, "customHeight", "1")

    def style(self, row: int, col: int) -> int:
        """The format number a cell has, or would get from its row or column if it existed."""
        cell = self.node(row, col)
        if cell is not None:
            return _number(cell.get("s"))
        found = self._rows.get(row)
        if found is not None and found.node.flag("customFormat"):
            return _number(found.node.get("s"))
        columns = self.root.child("cols")
        for item in columns.all("col") if columns else ():
            if _number(item.get("min")) <= col <= _number(item.get("max")):
                return _number(item.get("style"))
        return 0

    def node(self, row: int, col: int) -> Node | None:
        """The cell's element where it exists."""
        found = self._rows.get(row)
        return found.cells[col] if found is not None and col in found.cells else None

    def has_formula(self, row: int, col: int) -> bool:
        """Whether the cell holds a formula or lies in the area that an array formula or data table fills."""
        cell = self.node(row, col)
        own = cell is not None and cell.child("f") is not None
        return own or any(inside(area, (row, col)) for area in self._spread)

    def set_style(self, row: int, col: int, style: int) -> None:
        """Give a cell a format; the cell is added where it does not exist."""
        self._changes.setdefault((row, col), _Change()).style = style

    def set_value(self, row: int, col: int, value: Value) -> None:
        """Give a cell without formula a value."""
        if self.has_formula(row, col):
            raise EditRefused("formula", f"{address(row, col)} 是公式单元格，不能用值覆盖。")
        change = self._changes.setdefault((row, col), _Change())
        change.type, change.content = _content(value)

    def set_cached(self, row: int, col: int, value: Value) -> None:
        """Give a formula cell a result."""
        if not self.has_formula(row, col):
            raise EditRefused("no_formula", f"{address(row, col)} 没有公式，不能写入计算结果。")
        change = self._changes.setdefault((row, col), _Change())
        change.type, change.content = _content(value, text_type="str")

    def patch(self) -> Patch:
        """The splices for everything that was set."""
        patch = Patch(self.data)
        rows: dict[int, list[int]] = {}
        for row, col in sorted(self._changes):
            rows.setdefault(row, []).append(col)
        if rows:
            self._widen_dimension(patch)
        for number, cols in rows.items():
            if number in self._rows:
                self._change_row(patch, self._rows[number], cols)
            else:
                self._add_row(patch, number, cols)
        return patch

    def _change_row(self, patch: Patch, row: _Row, cols: list[int]) -> None:
        prefix = self.sheet_data.prefix
        added = []
        for col in cols:
            if col in row.cells:
                self._change_cell(patch, row.cells[col], self._changes[row.number, col])
                continue
            new = self._new_cell(prefix, row.number, col)
            added.append(col)
            behind = min((other for other in row.cells if other > col), default=None)
            if behind is None:
                patch.append(row.node, new)
            else:
                patch.insert(row.cells[behind].start, new)
        if added:
            self._widen_spans(patch, row.node, added)

    def _add_row(self, patch: Patch, number: int, cols: list[int]) -> None:
        prefix = self.sheet_data.prefix
        cells = b"".join(self._new_cell(prefix, number, col) for col in cols)
        new = b'<%srow r="%d">%s</%srow>' % (prefix, number, cells, prefix)
        implied = 0
        for node in self.sheet_data.all("row"):
            written = whole(node.get("r"))
            implied = implied + 1 if written is None else written
            if implied > number:
                patch.insert(node.start, new)
                return
        patch.append(self.sheet_data, new)

    def _new_cell(self, prefix: bytes, row: int, col: int) -> bytes:
        change = self._changes[row, col]
        style = self.style(row, col) if change.style is None else change.style
        attributes = f' r="{address(row, col)}"' + (f' s="{style}"' if style else "")
        attributes += f' t="{change.type}"' if change.type else ""
        content = _prefixed(change.content or b"", prefix)
        if not content:
            return b"<%sc%s/>" % (prefix, attributes.encode())
        return b"<%sc%s>%s</%sc>" % (prefix, attributes.encode(), content, prefix)

    def _change_cell(self, patch: Patch, cell: Node, change: _Change) -> None:
        if change.style is not None:
            patch.set_attribute(cell, "s", str(change.style))
        if change.content is None:
            return
        patch.set_attribute(cell, "t", change.type)
        if "vm" in cell.attrs:
            patch.set_attribute(cell, "vm", None)
        old = [node for node in cell.children if node.name in ("v", "is")]
        content = _prefixed(change.content, cell.prefix)
        rest = [node for node in cell.children if node.name not in ("v", "is", "f")]
        for node in old:
            patch.remove(node)
        if rest:
            patch.insert(rest[0].start, content)
        elif content:
            patch.append(cell, content)

    def _widen_dimension(self, patch: Patch) -> None:
        node = self.root.child("dimension")
        area = parse_area(node.get("ref")) if node else None
        if node is None or area is None:
            return
        rows, cols = zip(*self._changes, strict=True)
        top, left = min(area.top, *rows), min(area.left, *cols)
        bottom, right = max(area.bottom, *rows), max(area.right, *cols)
        if (top, left, bottom, right) != tuple(area):
            patch.set_attribute(node, "ref", f"{address(top, left)}:{address(bottom, right)}")

    def _widen_spans(self, patch: Patch, row: Node, added: list[int]) -> None:
        match = re.fullmatch(r"(\d{1,6}):(\d{1,6})", row.get("spans"))
        if match is None:
            return
        low, high = min(int(match[1]), *added), max(int(match[2]), *added)
        if (low, high) != (int(match[1]), int(match[2])):
            patch.set_attribute(row, "spans", f"{low}:{high}")


def _without_other_rows(data: bytes, wanted: set[int]) -> bytes:
    """The part with unwanted rows as blanks, so that all else is where it was.

    This is only to save time. Nothing is blanked where a ``<`` could be something else than a tag, or where the
    rows are not all numbered, upwards, and written with the prefix of ``sheetData``.
    """
    start, stop = data.find(b"sheetData"), data.rfind(b"sheetData")
    prefix = data[data.rfind(b"<", 0, max(start, 0)) + 1 : max(start, 0)]
    odd = b"<row" if prefix else b":row"
    if data.count(b"<?") > 1 or any(piece in data for piece in (b"<!", b"</%srow " % prefix, odd)):
        return data
    tags = list(re.compile(_ROW % re.escape(prefix)).finditer(data, max(start, 0), max(stop, 0)))
    written = [_ROW_NUMBER.search(tag[0]) for tag in tags]
    numbers = [int(match[1]) for match in written if match]
    if len(numbers) < len(tags) or any(low >= high for low, high in pairwise(numbers)):
        return data
    kept = wanted | _neighbours(numbers, wanted)
    closing = b"</%srow>" % prefix
    pieces = []
    at = 0
    for tag, number in zip(tags, numbers, strict=True):
        if number in kept:
            continue
        end = tag.end() if tag[0].endswith(b"/>") else data.find(closing, tag.end(), stop) + len(closing)
        if end < tag.end():
            return data
        pieces += [data[at : tag.start()], b" " * (end - tag.start())]
        at = end
    return b"".join([*pieces, data[at:]])


def _neighbours(numbers: list[int], wanted: set[int]) -> set[int]:
    """For each wanted row that is missing the next one, in front of which it belongs."""
    places = (bisect_right(numbers, row) for row in wanted.difference(numbers))
    return {numbers[place] for place in places if place < len(numbers)}


def _number_cells(row: _Row) -> None:
    """Enter the row's cells by column; a cell without reference follows the one before it."""
    col = 0
    for node in row.node.all("c"):
        written = node.get("r")
        place = parse_address(written) if written else None
        if written and (place is None or place[0] != row.number):
            raise damaged(f"第 {row.number} 行的单元格编号不对")
        col = place[1] if place else col + 1
        if col in row.cells:
            raise damaged(f"单元格 {address(row.number, col)} 出现两次")
        row.cells[col] = node


def _number(text: str) -> int:
    return whole(text) or 0


def _measure(text: str) -> float | None:
    return float(text) if _MEASURE.fullmatch(text) else None


def _content(value: Value, text_type: str = "inlineStr") -> tuple[str | None, bytes]:
    """The cell type and content of a value; content is written with ``{}`` for the namespace prefix."""
    if value is None:
        return None, b""
    if isinstance(value, bool):
        return "b", b"<{}v>%d</{}v>" % value
    if isinstance(value, Decimal):
        return None, b"<{}v>%s</{}v>" % number_text(value)
    if len(clean(value)) > MAX_TEXT:
        raise EditRefused("bad_value", f"文字超过 {MAX_TEXT} 个字，一个单元格放不下。")
    text = cell_text(value)
    if text_type == "str":
        return "str", b"<{}v>%s</{}v>" % text
    return "inlineStr", b'<{}is><{}t xml:space="preserve">%s</{}t></{}is>' % text


def _prefixed(content: bytes, prefix: bytes) -> bytes:
    return re.sub(rb"(</?)\{\}", lambda match: match[1] + prefix, content)
