"""What was marked, kept in the workbook itself: in a sheet that its users do not see.

A very hidden sheet is kept by every program that saves workbooks, which custom XML parts are not. Where each
marked cell is now, after rows were inserted or a sheet was renamed, a hidden defined name tells.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zlib
from typing import Any

from msgspec import Struct, field
from msgspec.structs import asdict

from perfxl.workbook.edit.archive import damaged
from perfxl.workbook.edit.book import Name, add_names, find_sheet, insert_sheet, sheets
from perfxl.workbook.edit.edits import EditRefused
from perfxl.workbook.edit.package import SPREADSHEET_TYPE, Package
from perfxl.workbook.edit.spans import Node, parse, undo
from perfxl.workbook.edit.text import address, parse_address, quoted, whole

SHEET = "_perfxl"
_NAME = re.compile(r"_perfxl_m(\d{1,9})")
HEAD = "perfxl-marks 1"
_CHUNK = 30_000
_MAX_LEDGER = 1 << 28


class Mark(Struct):
    """What was done to one cell, and the fill it had before (a shape of the style sheet)."""

    number: int
    sheet: str
    row: int
    col: int
    rgb: str = ""
    fill: Any = None
    note: str = ""
    author: str = ""


class OwnSheet(Struct):
    """A sheet of ours."""

    number: int
    name: str


class Layer(Struct):
    """One round of marks: for each changed part its digest and the splices that undo it; the added parts."""

    parts: dict[str, tuple[str, list[list[list[Any]]]]]
    added: list[str]


class Ledger(Struct):
    """All marks in a workbook. ``part`` is where they are kept, empty for a workbook not marked yet."""

    marks: list[Mark] = field(default_factory=list)
    sheets: list[OwnSheet] = field(default_factory=list)
    layers: list[Layer] = field(default_factory=list)
    part: str = ""

    def next_number(self) -> int:
        """A number for a new mark or sheet."""
        numbers = [mark.number for mark in self.marks] + [own.number for own in self.sheets]
        return max(numbers, default=0) + 1

    def mark(self, sheet: str, row: int, col: int) -> Mark:
        """The entry of a cell, made where there is none."""
        for item in self.marks:
            if (item.sheet, item.row, item.col) == (sheet, row, col):
                return item
        new = Mark(self.next_number(), sheet, row, col)
        self.marks.append(new)
        return new


def load(package: Package) -> Ledger | None:
    """The ledger of a marked workbook; ``None`` for a workbook without marks."""
    entry = find_sheet(package, SHEET)
    if entry is None or not entry.part:
        return None
    lines = _column_texts(package, entry.part)
    if not lines or lines[0] != HEAD:
        raise EditRefused("name_taken", f"工作簿里有一张名为“{SHEET}”的工作表，内容不是审核标记的记录。")
    ledger = decode("".join(lines[1:]))
    ledger.part = entry.part
    return ledger


def _column_texts(package: Package, part: str) -> list[str]:
    """The texts of column A, top down."""
    root = parse(package.xml(part), text=True)
    cells = (node for node in root.walk() if node.name == "c" and re.fullmatch(r"A\d+", node.get("r")))
    shared: list[Node] | None = None
    texts = []
    for cell in cells:
        source: Node | None = cell
        if cell.get("t") == "s":
            if shared is None:
                strings = package.related(package.workbook, "sharedStrings")
                shared = package.tree(strings).all("si") if strings else []
            value = cell.child("v")
            index = whole(value.text) if value is not None else None
            source = shared[index] if index is not None and index < len(shared) else None
        texts.append(
            "".join(node.text for node in source.walk() if node.name in ("t", "v")) if source else ""
        )
    return texts


def decode(text: str) -> Ledger:
    """The ledger that a text describes. Raises ``EditRefused`` where it is not whole."""
    try:
        raw = zlib.decompressobj().decompress(base64.b64decode(text, validate=True), _MAX_LEDGER)
        content = json.loads(raw)
        ledger = Ledger(
            [Mark(**item) for item in content["marks"]],
            [OwnSheet(**item) for item in content["sheets"]],
            [Layer(**item) for item in content["layers"]],
        )
        _check(ledger)
    except (ValueError, TypeError, KeyError, zlib.error, RecursionError) as error:
        raise damaged("审核标记的记录不完整") from error
    return ledger


def _check(ledger: Ledger) -> None:
    """Raise ``TypeError`` where the record, which anyone can have changed, is not as it was written."""
    numbers = [number for mark in ledger.marks for number in (mark.number, mark.row, mark.col)]
    texts = [text for mark in ledger.marks for text in (mark.sheet, mark.rgb, mark.note, mark.author)]
    texts += [own.name for own in ledger.sheets] + [part for layer in ledger.layers for part in layer.added]
    numbers += [own.number for own in ledger.sheets]
    whole_numbers = all(isinstance(number, int) and 0 < number < 1 << 31 for number in numbers)
    if not whole_numbers or not all(isinstance(text, str) for text in texts):
        raise TypeError
    if not all(isinstance(layer.parts, dict) for layer in ledger.layers):
        raise TypeError


def encode(ledger: Ledger) -> str:
    """The ledger as a text of plain letters."""
    content = {
        "marks": [asdict(mark) for mark in ledger.marks],
        "sheets": [{"number": own.number, "name": own.name} for own in ledger.sheets],
        "layers": [{"parts": layer.parts, "added": layer.added} for layer in ledger.layers],
    }
    raw = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.b64encode(zlib.compress(raw, 6)).decode()


def open_sheet(package: Package, ledger: Ledger) -> None:
    """Make sure the workbook has the ledger's sheet and a name for every mark."""
    if not ledger.part:
        ledger.part = package.add("xl/worksheets/sheet", "xml", b"", SPREADSHEET_TYPE.format("worksheet"))
        insert_sheet(package, SHEET, ledger.part, len(sheets(package)), "veryHidden")
    known = set(places(package))
    new = [
        Name(f"_perfxl_m{mark.number}", f"{quoted(mark.sheet)}!{_absolute(mark.row, mark.col)}", hidden=True)
        for mark in ledger.marks
        if mark.number not in known
    ]
    new += [
        Name(f"_perfxl_m{own.number}", f"{quoted(own.name)}!$A$1", hidden=True)
        for own in ledger.sheets
        if own.number not in known
    ]
    add_names(package, new)


def _absolute(row: int, col: int) -> str:
    return re.sub(r"(\D+)(\d+)", r"$\1$\2", address(row, col))


def close(package: Package, ledger: Ledger) -> None:
    """Add the layer that the package's journal describes and write the ledger into its sheet."""
    own = ledger.part.lower()
    parts = {}
    for part, inverses in package.journal.patched.items():
        if part != own:
            splices = [
                [[at, size, base64.b64encode(old).decode()] for at, size, old in one] for one in inverses
            ]
            parts[part] = (_digest(package.read(part)), splices)
    ledger.layers.append(Layer(parts, list(package.journal.added)))
    text = encode(ledger)
    lines = [HEAD, *(text[at : at + _CHUNK] for at in range(0, len(text), _CHUNK))]
    rows = "".join(
        f'<row r="{number}"><c r="A{number}" t="inlineStr"><is><t>{line}</t></is></c></row>'
        for number, line in enumerate(lines, 1)
    )
    content = b'<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (package.main, rows.encode())
    package.put(ledger.part, content)


def restore(package: Package, ledger: Ledger) -> bool:
    """Undo every layer byte for byte; false, with the package unchanged, where a part was changed since."""
    restored: dict[str, bytes] = {}
    try:
        for layer in reversed(ledger.layers):
            for part, (digest, inverses) in layer.parts.items():
                content = restored[part] if part in restored else package.read(part)
                if _digest(content) != digest:
                    return False
                for inverse in reversed(inverses):
                    content = undo(content, [(at, size, base64.b64decode(old)) for at, size, old in inverse])
                restored[part] = content
    except (EditRefused, ValueError, TypeError):
        return False
    for part, content in restored.items():
        package.put(part, content)
    for part in (part for layer in ledger.layers for part in layer.added):
        package.discard(part)
    return True


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def places(package: Package) -> dict[int, tuple[str, int, int] | None]:
    """Where each mark is now, by number: sheet, row, column; ``None`` where its cell was deleted."""
    holder = package.tree(package.workbook).child("definedNames")
    found: dict[int, tuple[str, int, int] | None] = {}
    for node in holder.all("definedName") if holder else []:
        match = _NAME.fullmatch(node.get("name"))
        if match:
            found[int(match[1])] = _place(node.text)
    return found


def is_own_name(node: Node) -> bool:
    """Whether a defined name is one of the ledger's."""
    return _NAME.fullmatch(node.get("name")) is not None


def _place(text: str) -> tuple[str, int, int] | None:
    sheet, _, reference = text.rpartition("!")
    cell = parse_address(reference.partition(":")[0])
    if len(sheet) > 1 and sheet[0] == sheet[-1] == "'":
        sheet = sheet[1:-1].replace("''", "'")
    return (sheet, *cell) if cell and sheet and "#REF" not in sheet else None
