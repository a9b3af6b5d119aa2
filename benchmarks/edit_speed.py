"""Time 30 findings (30 tints, 30 notes, a findings sheet) on a 44 kB workbook beside openpyxl load and save.

``python benchmarks/edit_speed.py [ROUNDS]``; both are timed alternately in one process, medians are printed.
"""

from __future__ import annotations

import io
import statistics
import sys
import time
from collections.abc import Callable

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Border, PatternFill, Side

from perfxl.workbook.edit import (
    CellStyle,
    Edit,
    PutSheet,
    SetFill,
    SetNote,
    SheetCell,
    apply_edits,
    clear_marks,
)

SHEETS = 5
ROWS = 78
COLUMNS = 10
FINDINGS = 30


def main() -> None:
    """Run the rounds and print the medians in milliseconds."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    data = workbook()
    edits = findings()
    marked = apply_edits(data, edits)
    times: dict[str, list[float]] = {"perfxl mark": [], "perfxl clear": [], "openpyxl load + save": []}
    for _ in range(rounds):
        times["perfxl mark"].append(_milliseconds(lambda: apply_edits(data, edits)))
        times["perfxl clear"].append(_milliseconds(lambda: clear_marks(marked)))
        times["openpyxl load + save"].append(_milliseconds(lambda: _load_and_save(data)))
    medians = {name: statistics.median(values) for name, values in times.items()}
    print(f"{len(data) / 1000:.0f} kB, {SHEETS * ROWS * COLUMNS} cells, {FINDINGS} findings, {rounds} rounds")
    for name, value in medians.items():
        print(f"  {name}: {value:.1f} ms")
    print(f"  ratio: {medians['openpyxl load + save'] / medians['perfxl mark']:.1f}")


def _milliseconds(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return (time.perf_counter() - start) * 1000


def workbook() -> bytes:
    """A workbook of about 44 kB with borders, fills, formulas and Chinese labels."""
    book = Workbook()
    book.remove(book.active)
    frame = Border(*[Side(style="thin")] * 4)
    for number in range(SHEETS):
        sheet = book.create_sheet(f"表{number + 1}")
        for row in range(1, ROWS + 1):
            for col in range(1, COLUMNS + 1):
                cell = sheet.cell(row, col)
                if col <= 2:
                    cell.value = f"第{row}项指标说明{number * row % 97}"
                elif col == COLUMNS:
                    cell.value = f"=SUM(C{row}:I{row})"
                else:
                    cell.value = round(row * 17.3127 * col**1.7 + col * number, 4)
                cell.border = frame
                if row == 1:
                    cell.fill = PatternFill("solid", fgColor="DDDDDD")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def findings() -> list[Edit]:
    """The marks of 30 findings, six on each sheet."""
    edits: list[Edit] = []
    rows = [tuple(SheetCell(title, CellStyle.HEADER) for title in ("级别", "位置", "问题", "核实说明"))]
    for number in range(FINDINGS):
        sheet, row = f"表{number % SHEETS + 1}", 3 + number
        edits.append(SetFill(sheet, row, 4, "FFC7CE"))
        edits.append(SetNote(sheet, row, 4, "合计比明细之和多 2.25 万元。\n请核对明细是否漏行，或改合计。"))
        rows.append(
            (
                SheetCell("错误", CellStyle.ERROR),
                SheetCell(f"{sheet}!D{row}", CellStyle.LINK, f"'{sheet}'!D{row}"),
                SheetCell("合计比明细之和多 2.25 万元"),
                SheetCell(None, CellStyle.INPUT),
            )
        )
    edits.append(PutSheet("审核结果", tuple(rows), (8.0, 16.0, 50.0, 30.0), first=True))
    return edits


def _load_and_save(data: bytes) -> None:
    load_workbook(io.BytesIO(data)).save(io.BytesIO())


if __name__ == "__main__":
    main()
