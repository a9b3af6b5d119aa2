"""A corpus of returns of 8 sheets, as many as wanted: 基础数据表, 部门自评表 and six 项目自评表, each filled in full.

Every return has a unit and wordings of its own, made from its number alone; its figures come back every hundred
returns. One in five states a wrong amount.
"""

from __future__ import annotations

import io
import multiprocessing
import random
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from perfxl.checking import open_bytes
from perfxl.fill import fill
from perfxl.formset.load import load_form_set
from perfxl.new import new_return
from perfxl.returns.model import FormReturn, Return
from perfxl.returns.value import Value
from perfxl.workbook.edit import Edit, SetCached, SetValue, apply_edits, write_atomically
from perfxl.workbook.read import read_book

UNIT = "示例单位"
PROJECTS = ("档案数字化", "馆库维护", "查阅服务", "设备更新", "宣传教育", "业务培训")
SHEETS = 2 + len(PROJECTS)
_WRONG = 5
_FIGURES = 100
_LEVEL = re.compile(r"指标\s*[（(](\d+)分[）)]")
_GROUP, _GROUP_COLUMN = re.compile(r"指标$"), 3
_COLUMNS = ("上年决算数", "本年预算数", "本年决算数")
_BASIC = ("基本支出", "公用经费", "办公经费", "水电差旅费", "会议培训费")
_SHARES = (100, 20, 7, 5, 2)
_SMALL = ("公务用车购置", "公务用车运行维护", "出国经费", "公务接待")


def master() -> bytes:
    """The blank return with its projects' names, from which all are made."""
    return new_return(load_form_set("hunan-2021"), unit=UNIT, year=2021, projects=PROJECTS)


def build(folder: Path, count: int, processes: int = 2) -> list[Path]:
    """The first ``count`` returns of the corpus; those already in the folder are left as they are."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{number:06d}.xlsx" for number in range(count)]
    wanted = [(number, path) for number, path in enumerate(paths[:_FIGURES]) if not path.exists()]
    if wanted:
        with multiprocessing.get_context("spawn").Pool(processes, _keep_master, [master()]) as pool:
            pool.starmap(_write, wanted, chunksize=4)
    for number, path in enumerate(paths[_FIGURES:], _FIGURES):
        if not path.exists():
            write_atomically(path, renamed(paths[number % _FIGURES].read_bytes(), number % _FIGURES, number))
    return paths


def renamed(data: bytes, old: int, new: int) -> bytes:
    """The return of one number as that of another: its unit and its wordings."""
    changes = {_unit(old): _unit(new), _said(old): _said(new)}
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for entry in source.infolist():
            content = source.read(entry)
            for before, after in changes.items():
                content = content.replace(before.encode(), after.encode())
            target.writestr(entry.filename, content)
    return buffer.getvalue()


def _unit(number: int) -> str:
    return f"{UNIT}{number:06d}"


def _said(number: int) -> str:
    return f"第{number:06d}号单位"


_MASTER: list[bytes] = []


def _keep_master(blank: bytes) -> None:
    _MASTER.append(blank)


def _write(number: int, path: Path) -> None:
    write_atomically(path, one(_MASTER[0], number))


def one(blank: bytes, number: int) -> bytes:
    """Return ``number`` of the corpus."""
    ret = open_bytes(blank, "blank.xlsx").ret
    if ret is None:
        raise ValueError("the blank return is not recognised")
    edits = [*_names(blank, number), *_figures(ret, number), *_wordings(ret, number)]
    return _computed(apply_edits(blank, edits))


def _computed(data: bytes) -> bytes:
    """The return with its computed cells; a formula keeps its place and gets its result."""
    ret = open_bytes(data, "return.xlsx").ret
    formulas = {
        (sheet.name, place)
        for sheet in read_book(data).sheets
        for place, cell in sheet.cells.items()
        if cell.formula
    }
    edits: list[Edit] = []
    for change in fill(ret) if ret else ():
        sheet, row, col = change.place
        kind = SetCached if (sheet, (row, col)) in formulas else SetValue
        edits.append(kind(sheet, row, col, change.content))
    return apply_edits(data, edits)


def _names(blank: bytes, number: int) -> Iterator[Edit]:
    for sheet in read_book(blank).sheets:
        for cell in sheet.cells.values():
            if UNIT in cell.text:
                yield SetValue(sheet.name, cell.row, cell.col, cell.text.replace(UNIT, _unit(number)))


def _figures(ret: Return, number: int) -> Iterator[Edit]:
    chance = random.Random(number)
    base, overall = ret.of("基础数据表")[0], ret.of("部门自评表")[0]
    staff = chance.randint(8, 80)
    yield _set(base.value("编制数"), Decimal(staff + chance.randint(0, 5)))
    yield _set(base.value("实际在职人数"), Decimal(staff))
    whole = _years(chance, 200, 900)
    for name, share in zip(_BASIC, _SHARES, strict=True):
        for column in _COLUMNS:
            yield _set(
                base.value(f"{name}.{column}"), (whole[column] * share / 100).quantize(Decimal("0.01"))
            )
    for name in _SMALL:
        for column, amount in _years(chance, 1, 6).items():
            yield _set(base.value(f"{name}.{column}"), amount)
    made = [_years(chance, 5, 60) for _ in PROJECTS]
    projects = {column: [amounts[column] for amounts in made] for column in _COLUMNS}
    for row, values in zip(base.groups["项目"], zip(*projects.values(), strict=True), strict=False):
        for column, amount in zip(_COLUMNS, values, strict=True):
            yield _set(row.values[column], amount)
    for column, amount in _years(chance, 1, 30).items():
        yield _set(base.value(f"政府采购金额.{column}"), amount)
    budget, spent = (sum(projects[column], Decimal(0)) for column in _COLUMNS[1:])
    yield _set(overall.value("资金总额"), whole["本年预算数"] + budget)
    yield _set(overall.value("一般公共预算收入"), whole["本年预算数"] + budget)
    yield _set(overall.value("执行数"), whole["本年决算数"] + spent)
    yield _set(overall.value("基本支出"), whole["本年预算数"] + (0 if number % _WRONG else 3))
    yield _set(overall.value("项目支出"), budget)
    for form, planned, used in zip(ret.of("项目自评表"), *list(projects.values())[1:], strict=True):
        for column, amount in (("年初预算数", planned), ("全年预算数", planned), ("全年执行数", used)):
            yield _set(form.value(f"当年财政拨款.{column}"), amount)


def _wordings(ret: Return, number: int) -> Iterator[Edit]:
    base, overall = ret.of("基础数据表")[0], ret.of("部门自评表")[0]
    said = f"{_said(number)}按照年度工作要点，完成档案接收、整理、保管和利用各项任务，保障馆藏安全，提高服务水平。"
    yield _set(
        base.value("厉行节约保障措施"),
        f"严格执行各项节约规定，事前审批、事中控制、事后公开（{_said(number)}）。",
    )
    yield _set(overall.value("部门职能职责概述"), said)
    yield _set(overall.value("整体绩效目标"), said + "年度目标全部完成。")
    yield from _indicators(overall, number)
    for form in ret.of("项目自评表"):
        yield _set(form.value("主管部门"), "示例市委办公室")
        yield _set(form.value("预期目标"), said)
        yield _set(form.value("实际完成情况"), said + "均已完成。")
        yield from _indicators(form, number)


def _indicators(form: FormReturn, number: int) -> Iterator[Edit]:
    """One indicator in the first row of each group, the weight of its level shared out evenly."""
    levels = {cell.row: match[1] for cell in form.cells if (match := _LEVEL.search(cell.text))}
    groups = [
        cell
        for cell in form.cells
        if cell.col == _GROUP_COLUMN and cell.row >= min(levels) and _GROUP.search(cell.text)
    ]
    level_of = {group.row: max(row for row in levels if row <= group.row) for group in groups}
    for group in groups:
        level = level_of[group.row]
        weight = Decimal(levels[level]) / list(level_of.values()).count(level)
        name = "".join(group.text.split())
        content = (f"{name}第{number % 97}项", "≥95%", f"{95 + number % 5}%", weight, weight)
        for column, written in enumerate(content, start=_GROUP_COLUMN + 1):
            yield SetValue(form.sheet, group.row, column, written)


def _years(chance: random.Random, least: int, most: int) -> dict[str, Decimal]:
    """What was spent last year, budgeted this year and spent of that."""
    budget = Decimal(chance.randint(least * 100, most * 100)) / 100
    shares = (chance.randint(90, 110), 100, chance.randint(88, 100))
    return {
        column: (budget * share / 100).quantize(Decimal("0.01"))
        for column, share in zip(_COLUMNS, shares, strict=True)
    }


def _set(value: Value, content: Decimal | str) -> SetValue:
    return SetValue(value.place.sheet, value.place.row, value.place.col, content)
