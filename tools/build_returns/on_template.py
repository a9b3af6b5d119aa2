"""衡阳2021 typed into the template: formulas stay where the unit has the computed figure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tools.build_returns import hengyang_2021 as unit
from tools.build_templates import hunan_2021 as forms
from tools.build_templates.style import Book, Value

_NUMBER = re.compile(r"\d+(\.\d+)?")
_PERCENTAGE = re.compile(r"(\d+)%")
_BLANKS = " 　"


def figure(written: str) -> Value:
    """What a number cell of the template holds after typing: a number, or nothing.

    Raises ValueError for text that is neither a number nor a whole percentage.
    """
    text = written.strip(_BLANKS)
    if not text:
        return None
    if percentage := _PERCENTAGE.fullmatch(text):
        return int(percentage[1]) / 100
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"not a figure: {written!r}")
    return float(text) if "." in text else int(text)


def words(written: str) -> Value:
    """What a text cell holds after typing: the text without blanks around it, or nothing."""
    return written.strip(_BLANKS) or None


def workbook() -> bytes:
    """The return as an .xlsx file: 基础数据表, 部门自评表 and one 项目自评表 per project."""
    book = Book("衡阳市归国华侨联合会2021年度部门整体支出绩效自评")
    forms.base_data(book, _base_data())
    forms.department(book, _department())
    for project in unit.PROJECTS:
        forms.project(book, _project(project), f"项目自评表（{project.name}）")
    return book.content()


def _base_data() -> dict[str, Value]:
    typed: dict[str, Value] = {
        "A3": f"填报单位：（盖章）{unit.UNIT}",
        "B5": figure(unit.STAFFING[0]),
        "C5": figure(unit.STAFFING[1]),
        "B31": words(unit.THRIFT),
        "A33": words(unit.BASE_DATA_FOOTER),
    }
    rows = list(enumerate(unit.BASIC, start=7))
    # 三公经费 and 公务用车 add up, so their formulas were left alone.
    rows = [(row, line) for row, line in rows if row not in (13, 14)]
    for row, line in enumerate(unit.PROJECT_LINES, start=forms.FIRST_PROJECT_ROW):
        typed[f"A{row}"] = words(line.label)
        rows.append((row, line))
    rows.append((30, unit.PURCHASES))
    for row, line in rows:
        typed |= {
            f"B{row}": figure(line.last_year),
            f"C{row}": figure(line.budget),
            f"D{row}": figure(line.outturn),
        }
    # Both columns sum to 42.92: the unit wrote over the formulas. Its 39.14 of the year before is right.
    typed |= {"C19": figure(unit.PROJECT_TOTAL.budget), "D19": figure(unit.PROJECT_TOTAL.outturn)}
    return typed


def _department() -> dict[str, Value]:
    typed: dict[str, Value] = {
        "B3": unit.UNIT,
        "D4": figure(unit.TOTAL_FUNDS),
        "F4": figure(unit.TOTAL_FUNDS),
        "D6": figure(unit.TOTAL_FUNDS),
        "H5": None,
        "H6": figure(unit.BASIC_SPENDING),
        "H7": figure(unit.PROJECT_SPENDING),
        "B10": unit.DUTIES,
        "B11": unit.GOAL,
        "A32": unit.DEPARTMENT_FOOTER,
    }
    typed |= _indicators(forms.DEPARTMENT_LEVELS, unit.DEPARTMENT_INDICATORS)
    return typed


def _project(project: unit.Project) -> dict[str, Value]:
    typed: dict[str, Value] = {
        "B3": project.name,
        "G4": unit.UNIT,
        "B11": words(project.goal),
        "F11": words(unit.DONE),
        # The form was handed in with 100 under 分值, where the rows sum to 90, and nothing under 得分.
        "G26": figure(unit.PROJECT_TOTAL_WEIGHT),
        "H26": None,
    }
    for row, funds in enumerate(project.funds[1:], start=7):
        for column, written in zip("DEFGHI", funds[1:], strict=True):
            if column in "DEF" or words(written):
                typed[f"{column}{row}"] = figure(written)
    typed |= _indicators(forms.PROJECT_LEVELS, project.indicators)
    return typed


def _indicators(levels: Sequence[forms.Level], indicators: Sequence[unit.Indicator]) -> dict[str, Value]:
    """Type each indicator into the first free row of its group."""
    typed: dict[str, Value] = {}
    waiting = list(indicators)
    row = forms.FIRST_INDICATOR_ROW
    for group in (group for level in levels for group in level.groups):
        mine = [entry for entry in waiting if _plain(entry.group) == _plain(group.label)]
        for offset, entry in enumerate(mine):
            here = row + offset
            typed |= {f"D{here}": words(entry.name), f"E{here}": words(entry.target)}
            typed |= {f"F{here}": words(entry.actual), f"G{here}": figure(entry.weight)}
            typed |= {f"H{here}": figure(entry.score), f"I{here}": words(entry.reason)}
            waiting.remove(entry)
        if len(mine) > group.rows:
            raise ValueError(f"more indicators than rows: {group.label}")
        row += group.rows
    if waiting:
        raise ValueError(f"no group of the form takes: {waiting}")
    return typed


def _plain(label: str) -> str:
    return label.replace("\n", "")
