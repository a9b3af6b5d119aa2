"""TY-07: the unit of money that a form states, and the one that its figures are in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec.structs import replace

from perfxl.finding import Level, Place, decimal_text
from perfxl.formset.model import Relation, Type
from perfxl.formula import parse_relation
from perfxl.returns.model import FormReturn, Return
from perfxl.returns.money import MONEY_UNITS, WAN, powers_to_wan
from perfxl.returns.value import Value
from perfxl.rules.context import EXACT, Context, figure, shown, undecided, unusable
from perfxl.rules.misplaced_units import misplaced_amount
from perfxl.rules.projects import Amounts, project_amounts
from perfxl.rules.registry import Hit, return_rule
from perfxl.rules.relations import return_scope

_YUAN_PER_WAN = Decimal(10000)


@return_rule("TY-07")
def money_unit(ret: Return, context: Context) -> Iterator[Hit]:
    """A form states no unit of money, or another one than its figures are in."""
    marked: dict[tuple[str, str], list[tuple[FormReturn, Place]]] = {}
    with_money = [_has_amounts(found) for found in ret.forms]
    for found, has_amounts in zip(ret.forms, with_money, strict=True):
        wanted = found.form.unit if has_amounts else ""
        stated = [unit for unit, _ in found.money_units]
        if wanted and not stated:
            yield Hit(f"金额单位未注明（应注明“单位：{wanted}”）", found.place, form=found.name)
        elif wanted and wanted not in stated:
            unit, place = found.money_units[0]
            marked.setdefault((unit, wanted), []).append((found, place))
        yield from _units_written(found)
    for (unit, wanted), forms in marked.items():
        yield _marked_wrong(unit, wanted, forms, throughout=len(forms) == sum(with_money))
    marked_wrong = {found.sheet for forms in marked.values() for found, _ in forms}
    suspects: list[_Suspect] = []
    for relation in ret.form_set.relations:
        yield from _in_yuan(relation, ret, suspects)
    found_in = [form for form, _, _ in suspects]
    for pair in project_amounts(ret):
        suspects += (one for one in _of_project_in_yuan(pair) if not any(one[0] is form for form in found_in))
    for found in ret.forms:
        values = [(value, other) for form, value, other in suspects if form is found]
        if values and found.sheet not in marked_wrong:
            value, other = values[0]
            message = (
                f"{value.label} {figure(value.number)}，约为他表 {figure(other)}的一万倍，疑似按“元”填列"
            )
            yield Hit(message, value, other, related=[also for also, _ in values[1:]], form=found.name)
        elif odd := misplaced_amount(found):
            odd.form, odd.unit = found.name, found.money_unit
            yield odd


def _has_amounts(found: FormReturn) -> bool:
    return any(value.type is Type.AMOUNT and value.place.row for value in found.all_values)


def _units_written(found: FormReturn) -> Iterator[Hit]:
    """Amounts with another unit behind them than the form's; those of one form are one cause.

    Where the form has no unit of its own, each amount may have the one that is written there.
    """
    if not found.form.unit and not found.money_units:
        return
    unit = found.money_unit
    as_written = {value.place: one.number for value, one in found.converted if one.number is not None}
    for nth, (value, written) in enumerate(found.converted):
        if value.number is None or written.number is None:
            continue
        due = decimal_text(shown(value.number))
        yield Hit(
            f"{value.label}“{value.text}”写明单位为{written.unit}，折合 {due} {unit}（本表金额单位为{unit}）",
            value,
            value.number,
            stated=value.text,
            difference=written.number - value.number,
            form=found.name,
            primary=nth == 0,
            remedies={} if nth else as_written,
            fix=f"请核对所写的单位，按{unit}填写，只填数字。",
        )


def _marked_wrong(
    unit: str, wanted: str, forms: Sequence[tuple[FormReturn, Place]], *, throughout: bool
) -> Hit:
    """One hit for all forms with the same mark; only a warning where the whole return counts in that unit."""
    (first, place), *others = forms
    message = f"金额单位注为“{unit}”，应为“{wanted}”" + (f"（共 {len(forms)} 张表）" if others else "")
    hit = Hit(message, place, wanted, stated=unit, related=[also for _, also in others], form=first.name)
    hit.level = Level.WARNING if throughout else None
    if wanted == WAN and unit in MONEY_UNITS:
        power = powers_to_wan(unit)
        how = f"{'除以' if power < 0 else '乘以'} {10 ** abs(power)}"
        hit.fix = (
            f"金额按{unit}填列的，请折算为{WAN}（{how}），并把单位改为“{WAN}”；已按{WAN}填列的，只改单位。"
        )
    return hit


_Suspect = tuple[FormReturn, Value, Decimal]
"""A form, a value of it that may be in 元, and what another form says."""


def _of_project_in_yuan(pair: Amounts) -> Iterator[_Suspect]:
    """A project's amount that is ten thousand times what the other form says."""
    if any(value in (pair.own, pair.other) for form in (pair.form, pair.base) for value, _ in form.converted):
        return  # its own unit tells how it is meant
    own, other = pair.own.number, pair.other.number
    if own and other and _ten_thousand_times(own, other):
        yield pair.form, pair.own, other
    elif own and other and _ten_thousand_times(other, own):
        yield pair.base, pair.other, own


def _in_yuan(relation: Relation, ret: Return, suspects: list[_Suspect]) -> Iterator[Hit]:
    """Note with its form each value that is ten thousand times what another form says."""
    parsed, scope = parse_relation(relation.formula), return_scope(ret)
    left, result = scope(parsed.left), parsed.right(scope)
    parts = [part for part in result.used if isinstance(part, Value)]
    if not left or not parts:
        return
    stated = left[0]
    if any(value in (stated, *parts) for form in ret.forms for value, _ in form.converted):
        return  # its own unit tells how it is meant
    broken = unusable([stated, *parts])
    if broken:
        form = ret.of(parsed.left.split(".", 1)[0])[0].name
        yield replace(undecided("金额单位与数值是否相符", broken, [stated, *parts]), form=form)
    elif stated.number and result.number and not result.blanks:
        if _ten_thousand_times(stated.number, result.number):
            suspects.append((ret.of(parsed.left.split(".", 1)[0])[0], stated, result.number))
        elif _ten_thousand_times(result.number, stated.number):
            largest = max(parts, key=lambda part: part.number or 0)
            suspects.append((ret.of(parsed.names[0].split(".", 1)[0])[0], largest, stated.number))


def _ten_thousand_times(large: Decimal, small: Decimal) -> bool:
    """Whether one figure is the other one in 元; one next to nothing is so of many, by rounding."""
    return abs(large / _YUAN_PER_WAN - small) <= min(EXACT, abs(small) / 100)
