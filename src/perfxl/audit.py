"""Audit a return: every rule over every form, findings in a total order. Pure: no file, no Excel, no clock."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from itertools import chain

from msgspec.structs import replace

from perfxl.causes import follow
from perfxl.finding import NOWHERE, Finding, Level, Place, decimal_text, fingerprint, without_addresses
from perfxl.returns.model import FormReturn, Return
from perfxl.returns.money import WAN
from perfxl.returns.value import Value
from perfxl.rules.context import Context, in_unit, shown
from perfxl.rules.families import pair_rules, python_rules
from perfxl.rules.registry import EVERY_FORM, Hit, Holds, Other, RuleInfo, catalogue
from perfxl.rules.relations import form_hits, return_hits

INTERNAL = "WJ-09"
_NAMED_ELSEWHERE = 4
_UNDECIDED_FIX = "请补正后再审核，或人工核实。"


def audit(
    ret: Return, public: bool = False, others: Sequence[Other] = (), without: Collection[str] = ()
) -> list[Finding]:
    """All findings of a return, also those that show beside the returns ``others``; the rules ``without`` do not run.

    A rule that fails to run is a finding of its own (``WJ-09``), the rest still runs; so is one that fails to say
    whether a finding would stand were others put right, which then counts as if it would.
    """
    runs = [_runs(part, Context(part, public)) for part in ret.parts]
    findings: list[Finding] = []
    hit_of: dict[Finding, Hit] = {}
    failures: dict[tuple[str, Place], Finding] = {}
    for rule_id, found, hits in chain(*runs, _pair_runs(ret, Context(ret, public), others)):
        if rule_id in without:
            continue
        failed = partial(_note_failure, failures, rule_id, found)
        try:
            for hit in hits:
                finding = _finding(rule_id, found, hit)
                findings.append(finding)
                hit_of[finding] = hit
                if hit.holds is not None:
                    hit.holds = partial(_guarded, hit.holds, failed)
        except Exception as error:
            failed(error)
    list_rows = {
        (form.sheet, entry.row) for form in ret.forms for rows in form.entries.values() for entry in rows
    }
    followed = follow(_without_repeats(findings), hit_of, list_rows)
    return distinct(ordered([*followed, *failures.values()]))


def _note_failure(
    failures: dict[tuple[str, Place], Finding], rule_id: str, found: FormReturn | None, error: Exception
) -> None:
    """Keep the first failure of a rule on a form."""
    place = found.place if found else NOWHERE
    failures.setdefault((rule_id, place), internal(rule_id, found, error))


def _guarded(holds: Holds, failed: Callable[[Exception], None], figures: Mapping[Place, Decimal]) -> bool:
    """``holds``; False where it fails, so that the finding stands."""
    try:
        return holds(figures)
    except Exception as error:
        failed(error)
        return False


def internal(rule_id: str, found: FormReturn | None, error: Exception) -> Finding:
    """perfxl's own fault in one rule."""
    info = catalogue()[INTERNAL]
    message = f"规则 {rule_id} 执行出错（{type(error).__name__}: {error}），其余规则已照常审核。{info.fix}"
    return Finding(
        INTERNAL,
        Level.ERROR,
        message,
        found.name if found else "",
        found.place if found else NOWHERE,
        basis=info.basis,
        fix=info.fix,
        fingerprint=fingerprint(INTERNAL, rule_id, found.name if found else ""),
    )


def _runs(ret: Return, context: Context) -> Iterator[tuple[str, FormReturn | None, Iterator[Hit]]]:
    for found in ret.forms:
        for relation in found.form.relations:
            if relation.rule:
                yield relation.rule, found, form_hits(relation, found)
    for relation in ret.form_set.relations:
        yield relation.rule, None, return_hits(relation, ret)
    by_id = [(found.id, found) for found in ret.forms]
    ids = {EVERY_FORM, *(form_id for form_id, _ in by_id)}
    for rule_id, rules in python_rules().items():
        for rule in rules:
            if not rule.forms:
                yield rule_id, None, rule.check(ret, context)
            elif not ids.isdisjoint(rule.forms):
                every = EVERY_FORM in rule.forms
                for form_id, found in by_id:
                    if every or form_id in rule.forms:
                        yield rule_id, found, rule.check(found, context)


def _pair_runs(
    ret: Return, context: Context, others: Iterable[Other]
) -> Iterator[tuple[str, None, Iterator[Hit]]]:
    for other in others:
        for rule_id, rule in pair_rules().items():
            if rule.link is other.link:
                yield rule_id, None, _from(other.name, rule.check(ret, other.ret, context))


def _from(name: str, hits: Iterable[Hit]) -> Iterator[Hit]:
    for hit in hits:
        hit.source = name
        yield hit


def _finding(rule_id: str, found: FormReturn | None, hit: Hit) -> Finding:
    info = catalogue()[rule_id]
    place = hit.at.place if isinstance(hit.at, Value) else hit.at
    form = hit.form or (found.name if found else "")
    stated, computed, difference = _figures(hit)
    label = hit.at.name if isinstance(hit.at, Value) else ""
    unit = hit.unit or (found.money_unit if found else WAN)
    fix = _fix(info, hit)
    return Finding(
        rule=rule_id,
        level=hit.level or info.level,
        message=_message(form, place, hit, unit, fix),
        form=form,
        place=place,
        stated=stated,
        computed=computed,
        difference=difference,
        tolerance=hit.tolerance,
        related=_places(hit.related, place),
        basis=info.basis,
        fix=fix,
        primary=hit.primary,
        unfilled=hit.unfilled,
        fingerprint=fingerprint(rule_id, form, label, without_addresses(hit.message)),
    )


def _figures(hit: Hit) -> tuple[str | None, str | None, Decimal | None]:
    value = hit.at if isinstance(hit.at, Value) else None
    if isinstance(hit.computed, Decimal):
        computed = shown(hit.computed)
        number = value.number if value is not None and hit.stated is None else None
        stated = decimal_text(number) if number is not None else hit.stated
        difference = number - computed if number is not None and hit.difference is None else hit.difference
        return stated, decimal_text(computed), difference
    return hit.stated, hit.computed, hit.difference


def _fix(info: RuleInfo, hit: Hit) -> str:
    """What to do. The rule's advice is for what breaks it, which an undecided finding leaves open."""
    if hit.fix is not None:
        return hit.fix
    return _UNDECIDED_FIX if hit.level is Level.UNDECIDED else info.fix


def _message(form: str, place: Place, hit: Hit, unit: str, fix: str) -> str:
    where = f"【{form}】" if form else ""
    address = place.address
    at = f"{address} " if address else ""
    return f"{where}{at}{in_unit(hit.message, unit)}{_compared(hit)}。{fix}"


def _compared(hit: Hit) -> str:
    """Where the figures of another file stand: their places are none of this file."""
    if not hit.source:
        return ""
    places = dict.fromkeys(value.place for value in hit.elsewhere)
    named = [f"{place.sheet}!{place.address}" for place in places if place.address]
    more = f" 等 {len(named)} 处" if len(named) > _NAMED_ELSEWHERE else ""
    cells = "、".join(named[:_NAMED_ELSEWHERE])
    return f"（对照 {hit.source}{' ' if cells else ''}{cells}{more}）"


def _places(items: Iterable[Value | Place], own: Place) -> tuple[Place, ...]:
    places = dict.fromkeys([item.place if isinstance(item, Value) else item for item in items])
    return tuple([place for place in places if place.sheet and place != own])


def _without_repeats(findings: Iterable[Finding]) -> list[Finding]:
    """Drop what is said twice: undecided for one rule and cell, however many reasons lead there, and what is said
    of a cell that several forms share.
    """
    kept: dict[tuple[object, ...], Finding] = {}
    for finding in findings:
        said = finding.message.removeprefix(f"【{finding.form}】")
        form = "" if finding.place.col else finding.form
        key: tuple[object, ...] = (finding.rule, finding.level, form, finding.place, said)
        if finding.level is Level.UNDECIDED:
            key = (finding.rule, finding.level, finding.form, finding.place)
        kept.setdefault(key, finding)
    return list(kept.values())


def ordered(findings: Iterable[Finding]) -> list[Finding]:
    """By place (sheet in reading order of the file is the caller's affair), then level, rule and what it is related to.

    Findings that differ in nothing but addresses keep their order wherever the cells have moved to.
    """
    return sorted(
        findings,
        key=lambda f: (
            f.place.sheet,
            f.place.row,
            f.place.col,
            f.level.rank,
            f.rule,
            f.related,
            f.message,
            f.fingerprint,
        ),
    )


def distinct(findings: Iterable[Finding]) -> list[Finding]:
    """The findings with a fingerprint each: the second of two that say the same gets a number into its own."""
    counts: dict[str, int] = {}
    result = []
    for finding in findings:
        count = counts[finding.fingerprint] = counts.get(finding.fingerprint, 0) + 1
        if count > 1:
            finding = replace(finding, fingerprint=fingerprint(finding.fingerprint, str(count)))
        result.append(finding)
    return result
