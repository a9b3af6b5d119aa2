"""Audit a report: every rule over it, alone or beside its return; findings in a total order. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
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

_Figures = tuple[str | None, Decimal | str | None]
"""What is stated and what it should be."""


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
    budgets, others = _Causes(), _Causes()
    for one in said:
        if one.level is Level.UNDECIDED:
            continue
        # spending beyond the budget (BG-06) is beyond it whichever of two figures (BG-04) is right
        known = (others,) if one.rule == "BG-06" else (others, budgets)
        if any(causes.explain(one) for causes in known):
            one.primary = False
        if one.primary:
            (budgets if one.rule == "BG-04" else others).add(one)


class _Causes:
    """Findings that others may follow from, by what each is found by: a report has as many as it has sentences."""

    def __init__(self) -> None:
        self.by_fault: dict[int, dict[_Figures, None]] = {}
        """By the identity of what is at fault: the figures of the findings."""
        self.by_input: dict[int, list[tuple[Set[int], _Figures]]] = {}
        """By the identity of each thing that took part: with what else, and the figures of the finding."""
        self.compared: set[tuple[_Figures, tuple[Place, ...]]] = set()
        """Figures, with the cells of the tables that they were compared with."""

    def add(self, cause: Said) -> None:
        """Note a finding as one that others may follow from."""
        figures, inputs = (cause.stated, cause.computed), _identities(cause.inputs)
        self.compared.add((figures, _places(cause.related)))
        if cause.fault is not None:
            self.by_fault.setdefault(id(cause.fault), {})[figures] = None
        for item in inputs:
            self.by_input.setdefault(item, []).append((inputs, figures))

    def explain(self, one: Said) -> bool:
        """Whether a finding rests on what is at fault, or on nothing else than what took part, in one that is noted.

        Of a table, one with the same figures explains it where the same cells say so, for the table repeats the text.
        """
        inputs = _identities(one.inputs)
        same: _Figures | None = None
        if one.row is not None:
            same = (one.stated, one.computed)
            if (same, _places(one.related)) in self.compared:
                return True
        if any(figures != same for item in inputs for figures in self.by_fault.get(item, ())):
            return True
        shared = min((self.by_input.get(item, []) for item in inputs), key=len, default=[])
        return any(inputs <= known and figures != same for known, figures in shared)


def _identities(items: Iterable[object]) -> Set[int]:
    return {id(item) for item in items if item is not None}


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
