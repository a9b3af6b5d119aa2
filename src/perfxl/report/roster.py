"""The roster: which units should return (应报名册), read from a workbook, CSV or a text with one unit a line.

A heading row is known by a column such as 单位名称; besides it 简称 (several separated by ``、``), 主管部门, 预算数 and 执行数
are read. A row named 合计, 总计 or 部门汇总 states what the department itself adds up to. Without a heading the names
are in the column with the most text.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from msgspec import Struct, field

from perfxl.finding import NOWHERE, Place
from perfxl.formset.labels import compact
from perfxl.paths import os_reason
from perfxl.returns.numbers import read_amount_text
from perfxl.workbook.decrypt import opened
from perfxl.workbook.model import Unreadable
from perfxl.workbook.read import read_book

_TEXTS = frozenset({".csv", ".txt", ".tsv"})
_NAMES = ("单位名称", "单位", "预算单位", "填报单位", "部门名称", "部门单位", "名称", "应报单位")
_ALIASES = ("简称", "别名", "曾用名")
_DEPARTMENTS = ("主管部门", "部门", "归口处室", "归口股室")
_BUDGETS = ("预算数", "全年预算数", "资金总额")
_EXECUTED = ("执行数", "全年执行数", "决算数")
_TOTALS = frozenset({"合计", "总计", "部门汇总", "汇总"})
_SEPARATORS = re.compile(r"[、，,;；/\n]+")
_HEADING_ROWS = 15
Row = tuple[int, Sequence[str]]


class RosterError(Exception):
    """A roster that cannot be read. ``str()`` is a Chinese sentence for the user."""


class Expected(Struct, frozen=True):
    """One unit that should return: its name as written, other names, its department, where it stands."""

    name: str
    aliases: tuple[str, ...] = ()
    department: str = ""
    place: Place = NOWHERE


class Stated(Struct, frozen=True):
    """The department's own total of one figure, as text and read, and where it stands."""

    name: str
    text: str
    amount: Decimal | None
    place: Place


class Roster(Struct):
    """Who should return, in the order of the roster, and the totals that it states (预算数, 执行数)."""

    name: str
    units: list[Expected] = field(default_factory=list)
    totals: list[Stated] = field(default_factory=list)


def read_roster(path: Path) -> Roster:
    """Read a roster. Raises RosterError where the file cannot be read or names no unit."""
    try:
        data = path.read_bytes()
        tables = _text_rows(data) if path.suffix.lower() in _TEXTS else _workbook_rows(data)
    except OSError as error:
        raise RosterError(f"名册 {path.name} 无法打开：{os_reason(error)}") from error
    except (Unreadable, UnicodeDecodeError, csv.Error) as error:
        said = str(error) if isinstance(error, Unreadable) else "不是 UTF-8 或 GB18030 编码的文本"
        raise RosterError(f"名册 {path.name} 无法读取：{said}") from error
    roster = Roster(path.name)
    for sheet, rows in tables:
        _take(roster, sheet, rows)
        if roster.units:
            return roster
    raise RosterError(f"名册 {path.name} 中没有找到单位名称。请在第一行写“单位名称”，以下每行一个单位。")


def _text_rows(data: bytes) -> list[tuple[str, list[Row]]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030")
    tabs = "\t" in text[:2000]
    reader = csv.reader(io.StringIO(text.replace("\0", ""), newline=None), delimiter="\t" if tabs else ",")
    return [("", [(number, cells) for number, cells in enumerate(reader, 1)])]


def _workbook_rows(data: bytes) -> list[tuple[str, list[Row]]]:
    tables: list[tuple[str, list[Row]]] = []
    for sheet in read_book(opened(data, None)).sheets:
        rows: dict[int, dict[int, str]] = {}
        for (row, col), cell in sheet.cells.items():
            rows.setdefault(row, {})[col] = cell.text.strip()
        if rows and not sheet.hidden:
            width = min(max(max(cells) for cells in rows.values()), 100)
            table: list[Row] = [
                (row, [rows[row].get(col, "") for col in range(1, width + 1)]) for row in sorted(rows)
            ]
            tables.append((sheet.name, table))
    return tables


def _take(roster: Roster, sheet: str, rows: Sequence[Row]) -> None:
    heading = next((number for number, (_, cells) in enumerate(rows[:_HEADING_ROWS]) if _heads(cells)), None)
    columns = _heads(rows[heading][1]) if heading is not None else {"name": _fullest(rows)}
    for row, cells in rows[0 if heading is None else heading + 1 :]:
        name = _cell(cells, columns.get("name"))
        if not _is_name(name):
            continue
        if compact(name) in _TOTALS:
            roster.totals.extend(_totals(sheet, row, cells, columns))
            continue
        aliases = tuple(part for part in _SEPARATORS.split(_cell(cells, columns.get("aliases"))) if part)
        place = Place(sheet, row, columns["name"] + 1) if sheet else NOWHERE
        roster.units.append(Expected(name, aliases, _cell(cells, columns.get("department")), place))


def _totals(sheet: str, row: int, cells: Sequence[str], columns: Mapping[str, int]) -> Iterator[Stated]:
    for key, name in (("budget", "预算数"), ("executed", "执行数")):
        text = _cell(cells, columns.get(key))
        if text:
            place = Place(sheet, row, columns[key] + 1) if sheet else NOWHERE
            yield Stated(name, text, read_amount_text(text).number, place)


def _heads(cells: Sequence[str]) -> dict[str, int]:
    """The columns of a heading row by what they hold; empty where it is none."""
    wanted = {
        "name": _NAMES,
        "aliases": _ALIASES,
        "department": _DEPARTMENTS,
        "budget": _BUDGETS,
        "executed": _EXECUTED,
    }
    flat = [compact(cell).partition("(")[0] for cell in cells]
    found = {}
    for key, names in wanted.items():
        columns = [flat.index(name) for name in names if name in flat]
        if columns:
            found[key] = columns[0]
    return found if "name" in found else {}


def _fullest(rows: Sequence[Row]) -> int:
    """The column with the most names."""
    counts: dict[int, int] = {}
    for _, cells in rows:
        for column, cell in enumerate(cells):
            counts[column] = counts.get(column, 0) + _is_name(cell)
    return max(counts, key=lambda column: (counts[column], -column), default=0)


def _cell(cells: Sequence[str], column: int | None) -> str:
    return cells[column].strip() if column is not None and column < len(cells) else ""


def _is_name(text: str) -> bool:
    """Whether a text can be a unit's name: more than digits and signs."""
    return any(char.isalpha() for char in text)
