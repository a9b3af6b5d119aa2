"""Make a blank return from a form set's template: unit, year, projects. Bytes in, bytes out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from perfxl.finding import Place
from perfxl.formset.labels import normal, unnumbered
from perfxl.formset.model import FormSet, Row
from perfxl.returns.model import FormReturn, Return
from perfxl.returns.recognise import read_return
from perfxl.returns.value import Value
from perfxl.workbook.edit import CopySheet, Edit, InsertRows, SetValue, apply_edits
from perfxl.workbook.model import Book, Kind
from perfxl.workbook.read import read_book

_UNIT_FIELDS = ("填报单位", "部门名称", "实施单位", "预算单位")
_PROJECT_ROWS = "项目"
_BEFORE_NAME = re.compile(r"[:：]\s*(?:[（(][^（()）]*[章字][)）])?")
"""What stands between a label and the unit's name: the colon and (盖章)."""
_NOT_IN_SHEET_NAMES = str.maketrans("[]:*?/\\'", "［］：＊？／＼’")
_TERM = re.compile(r"(20\d\d)(年?\s*[-－–—~～至到]+\s*)(20(?:\d\d|[×xXＸ]{2}))(?=年)")
"""The term of a plan (``2023年—20××年``): its first and its last year, which may be left open."""
_CONTROLS = re.compile(r"[\x00-\x1f]+")
_LONGEST_SHEET_NAME = 31
_BLANKS = " \u3000\xa0"


class NewReturnError(ValueError):
    """A return that cannot be made as asked; ``str()`` says why, in Chinese."""


class NoProjectsError(NewReturnError):
    """Projects were named for a form set that has no place for any."""


def new_return(
    form_set: FormSet, *, unit: str = "", year: int | None = None, projects: Sequence[str] = ()
) -> bytes:
    """The template (.xlsx) for one unit and year, with a row and a form for each project.

    Without ``unit`` or ``year`` the template's own stay; without ``projects`` one blank form of a project.
    Raises NewReturnError for project names that are blank or repeated, or where the set has no place for
    projects; OSError, Unreadable or EditRefused where the template is not usable.
    """
    names = _names(projects)
    data = (form_set.folder / form_set.template).read_bytes()
    book = read_book(data)
    ret = read_return(book, [form_set])
    if ret is None:
        raise NewReturnError(f"套表“{form_set.id}”的表样中没有识别出任何表")
    edits: list[Edit] = list(_headings(ret, book, " ".join(unit.split()), year))
    if names:
        edits += _projects(ret, book, names)
    return apply_edits(data, edits)


def _names(projects: Sequence[str]) -> list[str]:
    names = [unnumbered(" ".join(name.split())) for name in projects]
    seen: set[str] = set()
    for name in names:
        if not name:
            raise NewReturnError("项目名称不能为空")
        if normal(name) in seen:
            raise NewReturnError(f"项目“{name}”重复")
        seen.add(normal(name))
    return names


# --- year and unit -----------------------------------------------------------------------------------------


def _headings(ret: Return, book: Book, unit: str, year: int | None) -> Iterator[SetValue]:
    """Year and unit wherever the template has them; both may stand in one cell."""
    texts = {} if year is None else dict(_terms(ret, book, year - ret.form_set.year))
    for form in ret.forms:
        if year is not None:
            by = year - ret.form_set.year
            for mark in form.years:
                text = texts.get(mark.place, mark.text)
                texts[mark.place] = text.replace(str(mark.year), str(mark.year + by))
        if unit:
            for name in _UNIT_FIELDS:
                value = form.values.get(name)
                if value is not None and value.place.col:
                    texts[value.place] = _with_unit(value, unit, texts.get(value.place))
    for place, text in texts.items():
        yield SetValue(place.sheet, place.row, place.col, text, in_full=True)


def _terms(ret: Return, book: Book, by: int) -> Iterator[tuple[Place, str]]:
    """The cells that name the term of a plan from the form set's year on, ``by`` years later."""
    forms = {form.sheet for form in ret.forms}
    for sheet in (sheet for sheet in book.sheets if sheet.name in forms):
        for cell in sheet.cells.values():
            term = _TERM.search(cell.text) if cell.kind is Kind.TEXT else None
            if term and term[1] == str(ret.form_set.year):
                first, last = (str(int(year) + by) if year.isdecimal() else year for year in term.group(1, 3))
                later = cell.text[: term.start()] + first + term[2] + last + cell.text[term.end() :]
                yield Place(sheet.name, cell.row, cell.col), later


def _with_unit(value: Value, unit: str, text: str | None) -> str:
    """The unit's name, behind its label where both share a cell; what follows stays where it is."""
    if value.inline is None:
        return unit
    if text is None:
        text = value.cell.text if value.cell else ""
    start = text.find(value.label)
    colon = _BEFORE_NAME.search(text, max(start, 0))
    at = colon.end() if colon else len(text)
    rest = text[at:]
    blanks = len(rest) - len(rest.lstrip(_BLANKS))
    taken = max(min(len(unit), blanks - 1), 0)
    return text[:at] + unit + rest[taken:]


# --- projects ----------------------------------------------------------------------------------------------


def _projects(ret: Return, book: Book, names: Sequence[str]) -> Iterator[Edit]:
    found = False
    for form in ret.forms:
        for row in (row for grid in form.form.grids.values() for row in grid.rows):
            if row.repeated and row.name == _PROJECT_ROWS:
                yield from _project_rows(_lines(form, row, book), names)
                found = True
    for form in ret.forms:
        if form.form.per_project:
            yield from _project_forms(form, book, names)
            found = True
    if not found:
        raise NoProjectsError(f"套表“{ret.form_set.id}”没有填写项目的栏目")


class _Lines(Struct, frozen=True):
    """The rows of a template that are for projects: their sheet, numbers, label column and labels."""

    sheet: str
    first: int
    col: int
    labels: tuple[str, ...]


def _lines(form: FormReturn, definition: Row, book: Book) -> _Lines:
    """The rows between the row that a group follows and the next row of the form."""
    anchor = [value for name, value in form.values.items() if name.partition(".")[0] == definition.after]
    if not anchor:
        raise NewReturnError(f"{form.id}：表样中没有“{definition.after}”行")
    top = anchor[0].place.row
    following = [value.place.row for value in form.values.values() if value.place.row > top]
    rows = range(top + 1, min(following, default=top + 1))
    if not rows:
        raise NewReturnError(f"{form.id}：表样中没有填写项目的行")
    cells = next(sheet.cells for sheet in book.sheets if sheet.name == form.sheet)
    first_value = min(value.place.col for value in anchor)
    texts = [cells.get((row, col)) for row in rows for col in range(1, first_value)]
    col = next((cell.col for cell in texts if cell and cell.kind is Kind.TEXT), max(first_value - 1, 1))
    labels = ((row, cells.get((row, col))) for row in rows)
    return _Lines(form.sheet, rows[0], col, tuple(cell.text if cell else "" for _, cell in labels))


def _project_rows(lines: _Lines, names: Sequence[str]) -> Iterator[Edit]:
    """A name behind the number of each row; rows that are not needed keep their number only."""
    count = len(lines.labels)
    if len(names) > count:
        yield InsertRows(lines.sheet, lines.first + count - 1, len(names) - count)
    for index in range(max(len(names), count)):
        text = _numbered(lines.labels[min(index, count - 1)], index + 1)
        name = names[index] if index < len(names) else ""
        # A digit right behind the number would read as part of it.
        between = " " if name[:1].isdigit() and text else ""
        label = text + between + name
        if index >= count or label != lines.labels[index]:
            yield SetValue(lines.sheet, lines.first + index, lines.col, label, in_full=True)


def _numbered(label: str, number: int) -> str:
    """The number that begins a label, as another number: ``10、`` as ``11、``."""
    name = unnumbered(label)
    head = label[: label.rindex(name)] if name else label
    return re.sub(r"[0-9]+", str(number), head.rstrip(_BLANKS), count=1)


def _project_forms(form: FormReturn, book: Book, names: Sequence[str]) -> Iterator[Edit]:
    """The template's own form for the first project, copies behind it for the others, in order."""
    taken = {sheet.name.casefold() for sheet in book.sheets}
    sheets = [form.sheet]
    for name in names[1:]:
        sheets.append(sheet_name(form.id, name, taken))
        taken.add(sheets[-1].casefold())
    for sheet in reversed(sheets[1:]):
        yield CopySheet(form.sheet, sheet)
    place = form.value(form.form.project_name).place
    if place.col:
        for sheet, name in zip(sheets, names, strict=True):
            yield SetValue(sheet, place.row, place.col, name, in_full=True)


def sheet_name(form: str, project: str, taken: set[str]) -> str:
    """``项目自评表（参政议政）``: a name that Excel accepts and that is not ``taken`` (names in lower case)."""
    safe = _CONTROLS.sub(" ", project).translate(_NOT_IN_SHEET_NAMES)
    number = 1
    while True:
        end = f"）{number}" if number > 1 else "）"
        name = f"{form}（{_cut(safe, _LONGEST_SHEET_NAME - _units(form + '（' + end))}{end}"
        if name.casefold() not in taken:
            return name
        number += 1


def _units(text: str) -> int:
    """The length as Excel counts it: rare characters count twice."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _cut(text: str, limit: int) -> str:
    while _units(text) > limit:
        text = text[:-1]
    return text
