"""SB-15: the targets that a text names against those of the declaration forms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from perfxl.formset.labels import normal
from perfxl.formset.names import DECLARATIONS
from perfxl.returns.targets import IndicatorValue, actual_in_unit_of, parse_indicator_value
from perfxl.rules.indicators import Indicator, indicators
from perfxl.words.report_rules import Report, Said, report_rule
from perfxl.words.text import half
from perfxl.words.tokens import Sentence

_SHORTEST = 4
_IGNORED = re.compile(r"[、,，\"“”'‘’·/\s]")
_END = re.compile(r"[,，。;；、:：()]|$")
_LEADING = re.compile(r"^(?:指标值?)?(?:均|应|须|要)?(?:达到?|为|是|:)?(?=[^0-9]|[0-9])")
_REVERSED = {("≥", "≤"), ("≤", "≥"), (">", "<"), ("<", ">"), ("≥", "<"), ("<", "≥"), ("≤", ">"), (">", "≤")}


class _Named(NamedTuple):
    """A place where the text states a value of an indicator."""

    sentence: Sentence
    start: int
    end: int
    value: IndicatorValue


@report_rule("SB-15")
def targets_as_in_forms(report: Report) -> Iterator[Said]:
    """A target in the text is not that of the indicator of the same name in the form."""
    forms = [form for form in report.ret.forms if form.id in DECLARATIONS] if report.ret else []
    squeezed = [(one, *_squeezed(half(one.text))) for one in report.statements.sentences] if forms else []
    same_name: dict[str, list[tuple[Indicator, str]]] = {}
    for form in forms:
        for one in indicators(form):
            if len(normal(one.title)) >= _SHORTEST:
                same_name.setdefault(normal(one.title), []).append((one, form.name))
    for members in same_name.values():
        told = list(_stated(members[0][0], squeezed))
        said = [_compared(one, form_name, told) for one, form_name in members]
        if said[0] is not None and all(one is not None for one in said):
            yield said[0]


def _squeezed(text: str) -> tuple[str, list[int]]:
    """The text without the punctuation inside names, and where each character stands."""
    kept = [at for at, char in enumerate(text) if not _IGNORED.match(char)]
    return "".join(text[at] for at in kept), kept


def _stated(one: Indicator, sentences: Sequence[tuple[Sentence, str, list[int]]]) -> Iterator[_Named]:
    name = _IGNORED.sub("", half(one.title))
    for sentence, text, places in sentences:
        at = text.find(name)
        while at >= 0:
            start, end = places[at], places[at + len(name) - 1] + 1
            piece = _piece(half(sentence.text)[end:])
            value = parse_indicator_value(piece) if piece else None
            if value is not None and value.number is not None and not value.doubtful and not value.several:
                yield _Named(sentence, start, end + len(piece), value)
            at = text.find(name, at + 1)


def _piece(text: str) -> str:
    """What stands behind a name up to the next mark, without 达 and 为."""
    end = _END.search(text)
    return _LEADING.sub("", text[: end.start() if end else len(text)], count=1)


def _compared(one: Indicator, form: str, named: Sequence[_Named]) -> Said | None:
    target = one.target
    if not named or target.number is None or target.doubtful:
        return None  # what cannot be relied on in the form is told there
    first = named[0]
    if any(_same(target, other.value) for other in named):
        return None
    text = first.sentence.text[first.start : first.end]
    message = f"“{one.title}”文本写“{text}”，{form}填“{one.target_cell.text}”"
    return Said(
        message, first.sentence, (first.start, first.end), first.value.raw, one.target_cell.text,
        related=[one.target_cell], inputs=[first, one.target_cell.place],
    )  # fmt: skip


def _same(target: IndicatorValue, other: IndicatorValue) -> bool:
    number = actual_in_unit_of(target, other)
    if number is None:
        return target.unit != other.unit  # not the same kind of value: nothing to compare
    return number == target.number and (target.op, other.op) not in _REVERSED
