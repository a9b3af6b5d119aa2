"""BG-05: the indicators in tables of a report against the lists of indicators in the return."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from perfxl.finding import decimal_text
from perfxl.formset.labels import compact, normal
from perfxl.formset.model import Type
from perfxl.formset.names import SCORING_TABLE
from perfxl.returns.model import FormReturn
from perfxl.returns.targets import ValueKind, actual_in_unit_of, parse_indicator_value
from perfxl.returns.value import Value
from perfxl.rules.context import EXACT, figure
from perfxl.rules.indicators import LIST
from perfxl.rules.scoring_lines import lines
from perfxl.words.report_rules import Report, Said, report_rule
from perfxl.words.table_figures import Compared, aligned
from perfxl.words.table_layout import Column, Heading, Row, Section, number_of, sections

_COLUMNS = {
    Column.WEIGHT: "分值", Column.SCORE: "得分", Column.TARGET: "指标值", Column.ACHIEVED: "完成值",
}  # fmt: skip
_OF_INDICATORS = frozenset({Column.WEIGHT, Column.TARGET, Column.ACHIEVED, Column.DEDUCTED})
_WORDS = frozenset({Column.TARGET, Column.ACHIEVED})
_COUNTED = frozenset({ValueKind.NUMBER, ValueKind.PERCENT})
_DIGITS = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_SHORTEST = 2
_Line = Mapping[Column, tuple[Decimal | str, Value]]
_Lines = Mapping[str, Sequence[_Line]]


class _Match(NamedTuple):
    """A table beside one form: how many of its rows are indicators there, and its cells as compared."""

    rows: int
    cells: list[Compared]

    @property
    def fit(self) -> tuple[int, int]:
        """The form that a table is of has most of its rows, and among such ones most of its cells."""
        return self.rows, sum(one.agrees for one in self.cells)


@report_rule("BG-05")
def indicators_as_in_forms(report: Report) -> Iterator[Said]:
    """An indicator in a table has another target, result, weight or score than in the form."""
    if report.ret is None or not report.document.tables:
        return
    known = [(form, found) for form in report.ret.forms if (found := _lines_of(form))]
    for section in sections(report.document.tables, report.year) if known else ():
        if section.of_indicators or any(one.kind in _OF_INDICATORS for one in section.headings):
            matches = [_match(section, form, found) for form, found in known]
            best = max(matches, key=lambda match: match.fit)
            if best.rows and 2 * best.rows >= len(section.rows) and aligned(best.cells):
                yield from (one.said for one in best.cells if one.said is not None)


def _lines_of(form: FormReturn) -> _Lines:
    """The indicators of a form by the normal form of their names, in its order."""
    found: dict[str, list[_Line]] = {}
    if form.id == SCORING_TABLE:
        for line in lines(form):
            cells: dict[Column, tuple[Decimal | str, Value]] = {}
            if line.weight is not None:
                cells[Column.WEIGHT] = (line.weight, line.label)
            if line.score.number is not None:
                cells[Column.SCORE] = (line.score.number, line.score)
            found.setdefault(line.key, []).append(_deducted(cells))
        return found
    for entry in form.entries.get(LIST, ()):
        name = entry.values.get("三级指标")
        if name is not None and len(normal(name.text)) >= _SHORTEST:
            found.setdefault(normal(name.text), []).append(_deducted(dict(_cells(entry.values))))
    return found


def _cells(values: Mapping[str, Value]) -> Iterator[tuple[Column, tuple[Decimal | str, Value]]]:
    for column, name in _COLUMNS.items():
        value = values.get(name)
        if value is not None and column in _WORDS and value.text:
            yield column, (value.text, value)
        elif value is not None and column not in _WORDS and value.number is not None:
            yield column, (value.number, value)


def _deducted(cells: dict[Column, tuple[Decimal | str, Value]]) -> _Line:
    weight, score = cells.get(Column.WEIGHT), cells.get(Column.SCORE)
    if weight is not None and score is not None:
        full, given = weight[0], score[0]
        if isinstance(full, Decimal) and isinstance(given, Decimal):
            cells[Column.DEDUCTED] = (full - given, score[1])
    return cells


def _match(section: Section, form: FormReturn, known: _Lines) -> _Match:
    counts = Counter(normal(row.label) for row in section.rows)
    seen: Counter[str] = Counter()
    rows = 0
    cells: list[Compared] = []
    for row in section.rows:
        key = normal(row.label)
        same = known.get(key, ())
        if not same:
            continue
        rows += 1
        if len(same) == counts[key]:
            same = [same[seen[key]]]
        elif len(same) < counts[key]:
            continue  # which of the rows the form's is cannot be said
        seen[key] += 1
        for heading in section.headings:
            compared = _cell(section, form, row, heading, same)
            if compared is not None:
                cells.append(compared)
    return _Match(rows, cells)


def _cell(
    section: Section, form: FormReturn, row: Row, heading: Heading, same: Sequence[_Line]
) -> Compared | None:
    """A cell beside the lines of that name; None where there is nothing to compare."""
    text = row.cells[heading.at]
    due = [line[heading.kind] for line in same if heading.kind in line]
    outcomes = [_agrees(text, stated, value) for stated, value in due] if text else []
    if not outcomes or None in outcomes:
        return None
    if True in outcomes:
        return Compared(True)
    stated, value = due[0]
    number = number_of(text)
    wrong = text if number is None or isinstance(stated, str) else figure(number.value, Type.SCORE)
    right = stated if isinstance(stated, str) else figure(stated, Type.SCORE)
    message = f"指标“{row.label.strip('“”')}”的“{heading.text}”写“{wrong}”，{form.name}为“{right}”"
    said = Said(
        message, stated=text, computed=right if isinstance(stated, str) else stated, related=[value],
        inputs=[row, value.place], row=(section.table, row.number),
    )  # fmt: skip
    if number is not None and isinstance(stated, Decimal):
        said.stated, said.difference = decimal_text(number.value), number.value - stated
        said.tolerance = EXACT
    return Compared(False, said)


def _agrees(text: str, due: Decimal | str, value: Value) -> bool | None:
    """Whether a cell says what is due; None where it cannot be said."""
    if isinstance(due, Decimal):
        number = number_of(text)
        if number is None or number.unit not in ("", "分"):
            return None
        return abs(number.value - due) <= EXACT
    return _same_words(compact(text), compact(due), value)


def _same_words(text: str, due: str, value: Value) -> bool | None:
    """Whether two targets or results are the same; None where they are worded differently and hold no one number."""
    if text == due or normal(text) == normal(due) != "":
        numbers = [Decimal(found) for found in _DIGITS.findall(text)]
        if numbers == [Decimal(found) for found in _DIGITS.findall(due)]:
            return True
    if _DIGITS.sub("#", text) == _DIGITS.sub("#", due):
        pairs = zip(_DIGITS.findall(text), _DIGITS.findall(due), strict=True)
        return all(Decimal(one) == Decimal(other) for one, other in pairs)
    stated, known = parse_indicator_value(text), value.indicator
    if stated.doubtful or known.doubtful or not _COUNTED.issuperset((stated.kind, known.kind)):
        return None
    number = actual_in_unit_of(known, stated)
    if number is None or known.number is None:
        return None
    return number == known.number
