"""Insert rows: copies of a row behind it, with everything that refers to rows moved along."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perfxl.workbook.edit.archive import damaged
from perfxl.workbook.edit.book import SheetEntry, recalculate_on_load, sheets, worksheet
from perfxl.workbook.edit.edits import MAX_ROW, EditRefused, InsertRows
from perfxl.workbook.edit.package import Package
from perfxl.workbook.edit.shifting import (
    Band,
    Growth,
    Shift,
    band_of,
    mentions,
    shifted_area,
    shifted_areas,
    shifted_formula,
    translated_formula,
)
from perfxl.workbook.edit.spans import Node, Patch
from perfxl.workbook.edit.text import address, escape, parse_address, parse_area

_AREAS = {
    "autoFilter": ("ref", Growth.GROWS),
    "cellSmartTags": ("r", Growth.STAYS),
    "cellWatch": ("r", Growth.STAYS),
    "comment": ("ref", Growth.STAYS),
    "conditionalFormatting": ("sqref", Growth.COPIES),
    "dataValidation": ("sqref", Growth.COPIES),
    "dimension": ("ref", Growth.COPIES),
    "hyperlink": ("ref", Growth.STAYS),
    "ignoredError": ("sqref", Growth.COPIES),
    "inputCells": ("r", Growth.STAYS),
    "location": ("ref", Growth.STAYS),
    "protectedRange": ("sqref", Growth.COPIES),
    "singleXmlCell": ("r", Growth.STAYS),
    "sortCondition": ("ref", Growth.GROWS),
    "sortState": ("ref", Growth.GROWS),
    "table": ("ref", Growth.STAYS),
    "threadedComment": ("ref", Growth.STAYS),
}
"""Elements that name cells of their own sheet, the attribute they do it in, and how the area grows."""

_FORMULAS = frozenset({"calculatedColumnFormula", "f", "formula", "formula1", "formula2", "totalsRowFormula"})
_CUT = {
    "table": "表格（Ctrl+T 建立的表）",
    "pivotTable": "数据透视表",
}
_OF_SHEET = ("table", "pivotTable", "tableSingleCells", "comments", "threadedComment", "drawing")
_NOTE_ROW = re.compile(rb"(<(?:\w+:)?Row>\s*)([0-9]+)(?=\s*</)")
_NOTE_ANCHOR = re.compile(rb"(<(?:\w+:)?Anchor>)([0-9,\s]+)(?=</)")
_TITLES = "_xlnm.Print_Titles"


def insert_rows(package: Package, edit: InsertRows) -> None:
    """Make the insertion. Raises ``EditRefused`` where a table, pivot table or array formula would be cut."""
    entry = worksheet(package, edit.sheet)
    shift = Shift(entry.name, edit.after, edit.count)
    _refuse_cuts(package, entry, shift)
    for other in sheets(package):
        if other.part and other.kind == "worksheet":
            _rewrite_sheet(package, other, shift)
        for drawing in _related(package, other.part, "drawing"):
            for chart in [*_related(package, drawing, "chart"), *_related(package, drawing, "chartEx")]:
                _rewrite_part(package, chart, "", shift)
    for kind in _OF_SHEET:
        for part in _related(package, entry.part, kind):
            _rewrite_part(package, part, entry.name, shift)
    for part in _related(package, entry.part, "vmlDrawing"):
        _move_notes(package, part, shift)
    _rewrite_names(package, shift)
    _rewrite_pivot_sources(package, shift)
    _drop_calculation_chain(package)
    recalculate_on_load(package)


def _related(package: Package, part: str, kind: str) -> list[str]:
    relations = package.relations(part).values() if part else ()
    return [
        item.target
        for item in relations
        if item.kind == kind and not item.external and package.has(item.target)
    ]


def _refuse_cuts(package: Package, entry: SheetEntry, shift: Shift) -> None:
    for kind, name in _CUT.items():
        for part in _related(package, entry.part, kind):
            root = package.tree(part)
            place = root.child("location") if kind == "pivotTable" else root
            area = parse_area(place.get("ref")) if place else None
            if area and shift.cuts(area.top, area.bottom):
                raise EditRefused("cut", f"第 {shift.after} 行在{name}之内，不能插入行。请在 Excel 中插入。")
    root = package.tree(entry.part)
    for node in root.walk():
        if node.name == "f" and node.get("t") in ("array", "dataTable"):
            area = parse_area(node.get("ref"))
            if area and shift.cuts(area.top, area.bottom):
                where = address(area.top, area.left)
                raise EditRefused("cut", f"{where} 的数组公式跨过第 {shift.after} 行，不能插入行。")
    data = root.child("sheetData")
    last = max((number for number, _ in _rows(data)), default=0) if data else 0
    if max(last, shift.after) + shift.count > MAX_ROW:
        raise EditRefused("too_large", f"插入后超过 {MAX_ROW} 行，不能插入。")


# --- a sheet -----------------------------------------------------------------------------------------------


def _rewrite_sheet(package: Package, entry: SheetEntry, shift: Shift) -> None:
    root = package.tree(entry.part)
    patch = Patch(root.data)
    data = root.child("sheetData")
    if data is None:
        raise damaged("工作表没有单元格区")
    _Formulas(patch, entry.name, shift).rewrite(data)
    if shift.is_sheet(entry.name):
        _move_rows(patch, data, shift)
        _move_merges(patch, root, shift)
        _move_breaks(patch, root, shift)
    for node in root.children:
        if node is not data:
            _rewrite(patch, node, entry.name, shift)
    package.commit(entry.part, patch)


def _rows(data: Node) -> Iterator[tuple[int, Node]]:
    """The rows with their numbers; a row without number follows the one before it."""
    number = 0
    for node in data.all("row"):
        written = node.get("r")
        number = int(written) if written.isdecimal() else number + 1
        yield number, node


def _cells(row: Node) -> Iterator[tuple[int, Node]]:
    """The cells of a row with their columns."""
    col = 0
    for node in row.all("c"):
        place = parse_address(node.get("r"))
        col = place[1] if place else col + 1
        yield col, node


def _move_rows(patch: Patch, data: Node, shift: Shift) -> None:
    for number, row in _rows(data):
        if number == shift.after:
            patch.insert(row.end, _copies(number, row, shift.count))
        elif number > shift.after:
            patch.set_attribute(row, "r", str(shift.row(number)))
            for col, cell in _cells(row):
                patch.set_attribute(cell, "r", address(shift.row(number), col))


def _copies(number: int, row: Node, count: int) -> bytes:
    """The rows to insert: the row's own attributes and its cells' formats, without content."""
    prefix = row.prefix
    kept = b""
    for key, value in row.attrs.items():
        _, _, foreign = key.partition(" ")
        name = ":".join(reversed(foreign.split(" "))) if foreign else key
        if name != "r":
            kept += b' %s="%s"' % (name.encode(), escape(value))
    rows = b""
    for new in range(number + 1, number + count + 1):
        cells = b""
        for col, cell in _cells(row):
            style = f' s="{cell.get("s")}"' if cell.get("s").isdecimal() else ""
            cells += b'<%sc r="%s"%s/>' % (prefix, address(new, col).encode(), style.encode())
        rows += b'<%srow r="%d"%s>%s</%srow>' % (prefix, new, kept, cells, prefix)
    return rows


def _move_merges(patch: Patch, root: Node, shift: Shift) -> None:
    """Areas of several rows take the new rows in; one within the row itself is repeated in each new row."""
    holder = root.child("mergeCells")
    added = b""
    for node in holder.all("mergeCell") if holder else ():
        _shift_area(patch, node, "ref", shift, Growth.GROWS)
        area = parse_area(node.get("ref"))
        if area and area.top == area.bottom == shift.after:
            for row in range(shift.after + 1, shift.after + shift.count + 1):
                ref = f"{address(row, area.left)}:{address(row, area.right)}".encode()
                added += b'<%smergeCell ref="%s"/>' % (node.prefix, ref)
    if holder and added:
        patch.append(holder, added)
        if "count" in holder.attrs:
            patch.set_attribute(holder, "count", str(len(holder.children) + added.count(b"<")))


def _move_breaks(patch: Patch, root: Node, shift: Shift) -> None:
    """A page that ends with the row ends with its copies."""
    for holder in (node for node in root.walk() if node.name == "rowBreaks"):
        for node in holder.all("brk"):
            written = node.get("id")
            if written.isdecimal() and int(written) >= shift.after:
                patch.set_attribute(node, "id", str(int(written) + shift.count))


class _Formulas:
    """The formulas in the cells of one sheet."""

    def __init__(self, patch: Patch, host: str, shift: Shift) -> None:
        self._patch = patch
        self._host = host
        self._shift = shift
        self._own = shift.is_sheet(host)
        self._shared: dict[str, tuple[str, int, int]] = {}

    def rewrite(self, data: Node) -> None:
        """Change every formula that refers to the sheet with the new rows."""
        for number, row in _rows(data):
            for col, cell in _cells(row):
                node = cell.child("f")
                if node is not None:
                    self._cell(node, number, col)

    def _cell(self, node: Node, row: int, col: int) -> None:
        kind = node.get("t")
        if kind == "shared":
            self._member(node, row, col)
            return
        if self._own and kind in ("array", "dataTable"):
            for name in ("ref", "r1", "r2"):
                _shift_area(self._patch, node, name, self._shift, Growth.STAYS)
        if node.text:
            _replace_text(self._patch, node, shifted_formula(node.text, self._host, self._shift))

    def _member(self, node: Node, row: int, col: int) -> None:
        """A member of a shared formula becomes a formula of its own: they need not all change alike."""
        number = node.get("si")
        if node.text:
            self._shared[number] = (node.text, row, col)
        master = self._shared.get(number)
        if master is None:
            raise damaged(f"{address(row, col)} 的共享公式不完整")
        text, top, left = master
        if not (self._own or mentions(text, self._shift)):
            return
        own = translated_formula(text, row - top, col - left)
        new = escape(shifted_formula(own, self._host, self._shift))
        self._patch.replace(node.start, node.end, b"<%sf>%s</%sf>" % (node.prefix, new, node.prefix))


# --- any part ----------------------------------------------------------------------------------------------


def _rewrite_part(package: Package, part: str, host: str, shift: Shift) -> None:
    root = package.tree(part)
    patch = Patch(root.data)
    _rewrite(patch, root, host, shift, stays=root.name == "table")
    package.commit(part, patch)


def _rewrite(
    patch: Patch, node: Node, host: str, shift: Shift, band: Band | None = None, *, stays: bool = False
) -> None:
    """Change the areas, formulas and anchors in an element; ``host`` is the sheet it belongs to."""
    local = node.name.rpartition("}")[2]
    own = shift.is_sheet(host)
    band = _band(node, local) or band
    if own and local in _AREAS:
        name, growth = _AREAS[local]
        _shift_area(patch, node, name, shift, Growth.STAYS if stays else growth)
    if local == "hyperlink" and node.get("location"):
        _shift_location(patch, node, host, shift)
    if local == "cfvo" and node.get("type") == "formula":
        new = shifted_formula(node.get("val"), host, shift, band)
        patch.set_attribute(node, "val", escape(new).decode())
    if own and local == "sqref":
        _replace_text(patch, node, shifted_areas(node.text, shift, Growth.COPIES))
    elif local in _FORMULAS and node.text.strip():
        _replace_text(patch, node, shifted_formula(node.text, host, shift, band))
    if own:
        _move_anchor(patch, node, shift)
    for child in node.children:
        _rewrite(patch, child, host, shift, band, stays=stays)


def _band(node: Node, local: str) -> Band | None:
    """The rows a format or validation is for, stated in an attribute or (newer ones) in an element."""
    if local not in ("conditionalFormatting", "dataValidation"):
        return None
    inner = _local_child(node, "sqref")
    return band_of(inner.text if inner is not None else node.get("sqref"))


def _shift_area(patch: Patch, node: Node, name: str, shift: Shift, growth: Growth) -> None:
    old = node.get(name)
    new = shifted_areas(old, shift, growth)
    if old and new != " ".join(old.split()):
        patch.set_attribute(node, name, new)


def _shift_location(patch: Patch, node: Node, host: str, shift: Shift) -> None:
    """The place in the workbook that a link leads to: like a formula, but free text is possible too."""
    try:
        new = shifted_formula(node.get("location"), host, shift, growth=Growth.STAYS)
    except EditRefused:
        return
    if new != node.get("location"):
        patch.set_attribute(node, "location", escape(new).decode())


def _replace_text(patch: Patch, node: Node, new: str) -> None:
    if new != node.text:
        patch.replace(node.open_end, node.stop, escape(new))


def _move_anchor(patch: Patch, node: Node, shift: Shift) -> None:
    """Move what is drawn between two cells (rows counted from 0) with its cells."""
    ends = (_local_child(node, "from"), _local_child(node, "to"))
    rows = [row for end in ends if end is not None and (row := _local_child(end, "row")) is not None]
    if not all(row.text.isdecimal() for row in rows) or node.get("editAs") == "absolute":
        return
    for row in rows:
        moved = shift.row(int(row.text) + 1) - 1
        if node.get("editAs") == "oneCell":
            start = int(rows[0].text)
            moved = int(row.text) + shift.row(start + 1) - 1 - start
        _replace_text(patch, row, str(moved))


def _local_child(node: Node, local: str) -> Node | None:
    return next((child for child in node.children if child.name.rpartition("}")[2] == local), None)


def _move_notes(package: Package, part: str, shift: Shift) -> None:
    """Move the boxes of notes. The part may be HTML-like, so it is not parsed as XML."""
    data = package.read(part)
    patch = Patch(data)
    for match in _NOTE_ROW.finditer(data):
        patch.replace(*match.span(2), b"%d" % (shift.row(int(match[2]) + 1) - 1))
    for match in _NOTE_ANCHOR.finditer(data):
        numbers = [int(piece) for piece in match[2].split(b",") if piece.strip()]
        if len(numbers) == 8:
            for index in (2, 6):
                numbers[index] = shift.row(numbers[index] + 1) - 1
            patch.replace(*match.span(2), b", ".join(b"%d" % number for number in numbers))
    package.commit(part, patch)


# --- the workbook ------------------------------------------------------------------------------------------


def _rewrite_names(package: Package, shift: Shift) -> None:
    root = package.tree(package.workbook)
    holder = root.child("definedNames")
    patch = Patch(root.data)
    for node in holder.all("definedName") if holder else ():
        growth = Growth.STAYS if node.get("name") == _TITLES else Growth.GROWS
        _replace_text(patch, node, shifted_formula(node.text, "", shift, growth=growth))
    package.commit(package.workbook, patch)


def _rewrite_pivot_sources(package: Package, shift: Shift) -> None:
    for part in _related(package, package.workbook, "pivotCacheDefinition"):
        root = package.tree(part)
        patch = Patch(root.data)
        for node in root.walk():
            if node.name == "worksheetSource" and shift.is_sheet(node.get("sheet")) and node.get("ref"):
                patch.set_attribute(node, "ref", shifted_area(node.get("ref"), shift, Growth.GROWS))
        package.commit(part, patch)


def _drop_calculation_chain(package: Package) -> None:
    """The program that opens the workbook builds the chain anew."""
    chain = package.related(package.workbook, "calcChain")
    if chain:
        relations = package.relations(package.workbook)
        package.remove_relations(
            package.workbook, {key for key, item in relations.items() if item.target == chain}
        )
        package.remove(chain)
