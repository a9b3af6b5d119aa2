"""Audit a report: every rule over it, alone or beside its return; findings in a total order. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from perfxl.audit import INTERNAL, distinct
from perfxl.finding import NOWHERE, Finding, Level, Place, decimal_text, fingerprint, without_addresses
from perfxl.formset.names import REPORT
from perfxl.returns.model import Return
from perfxl.returns.value import Value
from perfxl.rules.context import shown
from perfxl.rules.registry import catalogue
from perfxl.words.document import Document
from perfxl.words.families import report_rules
from perfxl.words.grammar import Reader
from perfxl.words.outline import Outline
from perfxl.words.report_rules import Report, Said
from perfxl.words.tokens import sentences


def read_report(document: Document, ret: Return | None = None, findings: Iterable[Finding] = ()) -> Report:
    """What a report states, beside the return it belongs to; ``findings`` are those of the return."""
    outline = Outline(document)
    year = (ret.year if ret else None) or outline.year
    units = [*outline.units, *([ret.unit] if ret and ret.unit else ())]
    statements = Reader(year, units, outline.overall).read(sentences(document))
    said = frozenset((finding.rule, finding.form) for finding in findings)
    return Report(document, outline, statements, year, ret, said)


def audit_report(
    document: Document, ret: Return | None = None, findings: Iterable[Finding] = ()
) -> list[Finding]:
    """All findings of a report: what contradicts itself, and what contradicts the tables of ``ret``.

    Their place is the whole file: the message names paragraph and sentence, ``related`` the cells compared. A rule that
    fails to run is a finding of its own (``WJ-09``), the rest still runs.
    """
    report = read_report(document, ret, findings)
    found: list[tuple[str, Said]] = []
    failed: list[Finding] = []
    for rule_id, check in report_rules():
        try:
            for said in check(report):
                said.rule = said.rule or rule_id
                found.append((said.rule, said))
                report.said_of_tables |= {(rule_id, REPORT)}
        except Exception as error:
            failed.append(_internal(rule_id, error))
    _mark_consequences([said for _, said in found])
    return distinct([*_ordered(found), *failed])


def _ordered(found: Sequence[tuple[str, Said]]) -> Iterator[Finding]:
    """In the order of the report's text, then that of its tables; what concerns it as a whole last."""

    def place(entry: tuple[str, Said]) -> tuple[int, int, int, str, str]:
        rule_id, said = entry
        number = said.sentence.paragraph if said.sentence is not None else said.paragraph
        table, row = said.row or (0 if number else 1 << 30, said.span[0])
        return table, number, row, rule_id, said.message

    return (_finding(rule_id, said) for rule_id, said in sorted(found, key=place))


def _mark_consequences(said: Sequence[Said]) -> None:
    """One cause, one primary finding: what uses a figure that was found at fault before follows from that."""
    causes: list[Said] = []
    for one in said:
        if one.level is Level.UNDECIDED:
            continue
        if any(_follows(cause, one) for cause in causes):
            one.primary = False
        if one.primary:
            causes.append(one)


def _follows(cause: Said, one: Said) -> bool:
    if one.rule == "BG-06" and cause.rule == "BG-04":
        return False  # spending beyond the budget is beyond it whichever of two figures is right
    if one.row is not None and (cause.stated, cause.computed) == (one.stated, one.computed):
        return _places(cause.related) == _places(one.related)  # a table repeats what the text says
    inputs = {id(item) for item in one.inputs if item is not None}
    if cause.fault is not None and id(cause.fault) in inputs:
        return True
    known = {id(item) for item in cause.inputs}
    return bool(inputs) and inputs <= known


def _finding(rule_id: str, said: Said) -> Finding:
    info = catalogue()[rule_id]
    computed = said.computed
    fix = info.fix if said.fix is None else said.fix
    text = decimal_text(shown(computed)) if isinstance(computed, Decimal) else computed
    return Finding(
        rule=rule_id,
        level=said.level or info.level,
        message=f"【{REPORT}】{said.where}{said.message}。{fix}",
        form=REPORT,
        place=NOWHERE,
        stated=said.stated,
        computed=text,
        difference=None if said.difference is None else shown(said.difference),
        tolerance=said.tolerance,
        related=_places(said.related),
        basis=info.basis,
        fix=fix,
        primary=said.primary,
        fingerprint=fingerprint(rule_id, REPORT, without_addresses(said.message)),
    )


def _places(items: Iterable[Value | Place]) -> tuple[Place, ...]:
    places = (item.place if isinstance(item, Value) else item for item in items)
    return tuple(dict.fromkeys(place for place in places if place.sheet))


def _internal(rule_id: str, error: Exception) -> Finding:
    info = catalogue()[INTERNAL]
    message = (
        f"规则 {rule_id} 核对报告时出错（{type(error).__name__}: {error}），其余规则已照常核对。{info.fix}"
    )
    mark = fingerprint(INTERNAL, rule_id, REPORT)
    return Finding(
        INTERNAL, Level.ERROR, message, REPORT, NOWHERE, basis=info.basis, fix=info.fix, fingerprint=mark
    )
