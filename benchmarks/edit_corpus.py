"""Edit every workbook below a folder and compare the packages part by part.

Each .xlsx and .xlsm gets a value in an empty cell, a tint, a note and a findings sheet, and then loses its
marks again. Printed are the numbers of workbooks that were edited, refused (by reason) and that lost something,
and of tracebacks. ``python benchmarks/edit_corpus.py FOLDER [FOLDER ...]``; exit code 1 where anything was lost.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
import time
import traceback
import zipfile
import zlib
from collections import Counter
from decimal import Decimal
from pathlib import Path

from perfxl.workbook.edit import (
    CellStyle,
    Edit,
    EditRefused,
    PutSheet,
    SetFill,
    SetNote,
    SetValue,
    SheetCell,
    apply_edits,
    clear_marks,
)
from perfxl.workbook.edit.book import sheets
from perfxl.workbook.edit.cells import SheetCells
from perfxl.workbook.edit.package import Package

_CELL = re.compile(rb"<(?:\w+:)?c(?:\s[^>]*?)?(?:/>|>.*?</(?:\w+:)?c>)", re.DOTALL)
_REFERENCE = re.compile(rb'^<[^>]*?\sr="([A-Z]+[0-9]+)"')


def main() -> int:
    """Run over the folders and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="+", type=Path)
    parser.add_argument("--verbose", action="store_true", help="name every file that was refused")
    options = parser.parse_args()
    files = sorted(
        path
        for folder in options.folder
        for path in folder.rglob("*")
        if path.suffix.lower() in (".xlsx", ".xlsm") and path.is_file()
    )
    counts: Counter[str] = Counter()
    start = time.perf_counter()
    for path in files:
        outcome, detail = examine(path.read_bytes())
        counts[outcome] += 1
        if options.verbose or outcome in ("lost", "traceback", "not restored"):
            print(f"{outcome}: {path} {detail}", flush=True)
    print(f"{len(files)} workbooks in {time.perf_counter() - start:.1f} s")
    for outcome, count in sorted(counts.items()):
        print(f"  {outcome}: {count}")
    for outcome in ("lost", "not restored", "traceback"):
        if not counts[outcome]:
            print(f"  {outcome}: 0")
    return 1 if counts["lost"] or counts["traceback"] or counts["not restored"] else 0


def examine(data: bytes) -> tuple[str, str]:
    """What became of one workbook, and why."""
    try:
        edits, touched, cell = _edits(data)
        marked = apply_edits(data, edits)
        lost = _differences(data, marked, touched, cell)
        if lost:
            return "lost", "; ".join(lost)
        base = apply_edits(data, [edit for edit in edits if isinstance(edit, SetValue)])
        if _parts(clear_marks(marked)) != _parts(base):
            return "not restored", ""
    except EditRefused as refused:
        return f"refused: {refused.reason}", str(refused)
    except Exception:
        return "traceback", traceback.format_exc()
    return "edited", ""


def _edits(data: bytes) -> tuple[list[Edit], str, str]:
    """The edits for a workbook, the part of the sheet they touch, and the touched cell."""
    package = Package(data)
    usable = [entry for entry in sheets(package) if entry.part and entry.kind == "worksheet"]
    if not usable:
        raise EditRefused("no_sheet", "工作簿里没有普通工作表。")
    entry = usable[0]
    column = [(row, 3) for row in range(2, 200)]
    cells = SheetCells(package.xml(entry.part), column)
    free = (
        cell
        for cell in column
        if cells.target(*cell) == cell and cells.node(*cell) is None and not cells.has_formula(*cell)
    )
    row, col = next(free, (5000, 3))
    rows = (
        (SheetCell("级别", CellStyle.HEADER), SheetCell("位置", CellStyle.HEADER)),
        (SheetCell("错误", CellStyle.ERROR), SheetCell("=C3", CellStyle.LINK, f"'{entry.name}'!C{row}")),
    )
    edits: list[Edit] = [
        SetValue(entry.name, row, col, Decimal("42.92")),
        SetFill(entry.name, row, col, "FFC7CE"),
        SetNote(entry.name, row, col, "与明细之和不一致"),
        PutSheet("审核结果·基准", rows, (8.0, 30.0), first=True),
    ]
    return edits, entry.part.lower(), f"C{row}"


def _parts(data: bytes) -> dict[str, bytes]:
    """The unpacked parts; one that cannot be unpacked counts by its directory entry."""
    parts = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist():
            try:
                parts[info.filename] = archive.read(info)
            except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError):
                parts[info.filename] = repr((info.CRC, info.compress_size, info.file_size)).encode()
    return parts


def _allowed(name: str, touched: str) -> bool:
    """Whether an edit has business in this part."""
    plain = name.lower().replace("\\", "/").lstrip("/")
    bookkeeping = ("[content_types].xml", "workbook.xml", "workbook.xml.rels", "styles.xml")
    notes = "comment" in plain or plain.endswith(".vml")
    folder, _, base = touched.rpartition("/")
    relations = f"{folder}/_rels/{base}.rels"
    return plain in (touched, relations) or plain.rpartition("/")[2] in bookkeeping or notes


def _differences(before: bytes, after: bytes, touched: str, cell: str) -> list[str]:
    old, new = _parts(before), _parts(after)
    lost = [f"part gone: {name}" for name in old if name not in new]
    for name, content in old.items():
        if name not in new or new[name] == content:
            continue
        if not _allowed(name, touched):
            lost.append(f"part changed: {name}")
        elif name.lower().replace("\\", "/").lstrip("/") == touched and _others(content, cell) != _others(
            new[name], cell
        ):
            lost.append(f"other cells changed: {name}")
    return lost


def _others(sheet: bytes, cell: str) -> list[bytes]:
    """The bytes of all cells but one."""
    found = []
    for match in _CELL.finditer(sheet):
        reference = _REFERENCE.match(match[0])
        if reference is None or reference[1] != cell.encode():
            found.append(match[0])
    return found


if __name__ == "__main__":
    sys.exit(main())
