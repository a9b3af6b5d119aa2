"""TY-07 to TY-16: figures, formulas, labels and placeholders, the same on every form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from unicodedata import normalize

from msgspec.structs import replace

from perfxl.finding import Level, Place, decimal_text
from perfxl.formset.labels import normal
from perfxl.formset.model import Label, Relation, Type
from perfxl.formula import parse_relation
from perfxl.patterns import pattern
from perfxl.returns.model import IN_WAN, WAN, Alteration, FormReturn, Return, Value
from perfxl.returns.reading import State
from perfxl.rules.context import (
    EXACT,
    Context,
    Outcome,
    compare,
    figure,
    is_fraction_of,
    lacking,
    shown,
    undecided,
    unusable,
)
from perfxl.rules.identity import ALL_FORMS
from perfxl.rules.indicators import FORMS, indicators
from perfxl.rules.projects import Amounts, project_amounts
from perfxl.rules.registry import Hit, form_rule, return_rule
from perfxl.rules.relations import return_scope, through_sums

_PLACEHOLDER = pattern(
    r"(?<![A-Za-z])[XxＸ]{2,}(?![A-Za-z])|[×]{2,}|\*{2,}|^[.…。]{2,}$|^指标\s*\d+\s*[:：]?$"
)
_MASKED = pattern(r"\d+[*Xx×＊]{2,}\d+|(?<![*\d])[\u4e00-\u9fff]\*{1,2}$")
"""A number or a name with its middle or end made unreadable for the public: no placeholder."""
_GUIDANCE = pattern(
    r"[(（](?:[^()（）]{0,8}\d+\s*个?字(?:以内|以下|之内|左右|以上)|(?:不超过|限)\s*\d+\s*个?字)[^()（）]{0,4}[)）][。.]?$"
)
"""What the blank form says of how to fill in a cell, at its end."""
_MAY_BE_OPEN = pattern("[XxＸ×*＊□]|^[.…。]|^指标|字[以之左)）]")
"""A quick look: a text without any of these holds no placeholder."""
_CHECKED = pattern("[☑√■✓✔]")
_MOBILE = pattern(r"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
_IDENTITY = pattern(r"(?<!\d)(\d{17}[\dXx])(?![\dXx])")
_IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_YUAN_PER_WAN = Decimal(10000)
_LEFT_OUT = "当地不设的栏目"
"""The parameter that lists the labels, as TY-13 names them, that a place's own layout does not have."""
_NO_YEAR = pattern(r"\{Y(-\d)?\}年?")


@return_rule("TY-07")
def money_unit(ret: Return, context: Context) -> Iterator[Hit]:
    """A form states no unit of money, or another one than its figures are in."""
    marked: dict[tuple[str, str], list[tuple[FormReturn, Place]]] = {}
    for found in ret.forms:
        amounts = any(value.type is Type.AMOUNT and value.place.row for value in found.all_values)
        wanted = found.form.unit if amounts else ""
        stated = [unit for unit, _ in found.money_units]
        if wanted and not stated:
            yield Hit(f"金额单位未注明（应注明“单位：{wanted}”）", found.place, form=found.name)
        elif wanted and wanted not in stated:
            unit, place = found.money_units[0]
            marked.setdefault((unit, wanted), []).append((found, place))
        yield from _units_written(found)
    for (unit, wanted), forms in marked.items():
        yield _marked_wrong(unit, wanted, forms)
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


def _units_written(found: FormReturn) -> Iterator[Hit]:
    """Amounts with another unit behind them than the form's; those of one form are one cause.

    Where the form has no unit of its own, each amount may have the one that is written there.
    """
    if not found.form.unit and not found.money_units:
        return
    unit = found.money_unit
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
            fix=f"请核对所写的单位，按{unit}填写，只填数字。",
        )


def _marked_wrong(unit: str, wanted: str, forms: Sequence[tuple[FormReturn, Place]]) -> Hit:
    """One hit for all forms with the same mark: a unit that counts in 元 does so throughout."""
    (first, place), *others = forms
    message = f"金额单位注为“{unit}”，应为“{wanted}”" + (f"（共 {len(forms)} 张表）" if others else "")
    hit = Hit(message, place, wanted, stated=unit, related=[also for _, also in others], form=first.name)
    if wanted == WAN and unit in IN_WAN:
        factor = IN_WAN[unit]
        how = f"除以 {1 / factor:f}" if factor < 1 else f"乘以 {factor:f}"
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


@form_rule("TY-08", *ALL_FORMS)
def numbers_are_numbers(found: FormReturn, context: Context) -> Iterator[Hit]:
    """A cell for an amount, count, rate or score holds something else."""
    for value in found.figures:
        if value.number is None and value.reading.state is State.TEXT:
            kind = "金额" if value.type is Type.AMOUNT else "数字"
            yield Hit(f"{value.label}“{value.text}”不是有效{kind}", value, stated=value.text)
    yield from _weights_in_percent(found)
    yield from _with_remarks(found)


def _with_remarks(found: FormReturn) -> Iterator[Hit]:
    """Figures with a remark behind them, which is said once."""
    remarked = [
        value
        for value in found.figures
        if value.text.endswith((")", "）"))
        and not value.text.startswith(("(", "（"))
        and value.number is not None
    ]
    if remarked:
        first, *others = sorted(remarked, key=lambda value: (value.place.row, value.place.col))
        several = f"等 {len(remarked)} 处" if others else ""
        message = f"{first.label}“{first.text}”{several}写有说明，已按 {figure(first.number, first.type)}审核"
        yield Hit(message, first, stated=first.text, level=Level.INFO, related=others)


def _weights_in_percent(found: FormReturn) -> Iterator[Hit]:
    """Weights typed as ``10%`` are read as points, which is said once."""
    weights = [value for value in found.figures if value.type is Type.SCORE and value.reading.unit == "%"]
    if weights:
        first, *others = sorted(weights, key=lambda value: (value.place.row, value.place.col))
        several = f"等 {len(weights)} 处" if others else ""
        message = (
            f"{first.label}“{first.text}”{several}写成百分数，已按 {figure(first.number, Type.SCORE)}审核"
        )
        yield Hit(message, first, stated=first.text, level=Level.INFO, related=others)


@form_rule("TY-09", *ALL_FORMS)
def two_decimals(found: FormReturn, context: Context) -> Iterator[Hit]:
    """An amount in 万元 with more than two decimals."""
    for value in found.figures:
        if value.type is not Type.AMOUNT:
            continue
        if value.number is None:
            if value.reading.state is State.TEXT:
                yield from lacking(f"{value.label}的小数位", value)
        elif value.reading.decimals > 2 and not (value.cell is not None and value.cell.formula):
            yield Hit(
                f"{value.label} {figure(value.number)}，小数位超过 2 位", value, stated=str(value.number)
            )


@form_rule("TY-10", *ALL_FORMS)
def not_negative(found: FormReturn, context: Context) -> Iterator[Hit]:
    """A negative amount or count."""
    for value in found.figures:
        if value.type is not Type.AMOUNT and value.type is not Type.COUNT:
            continue
        if value.number is None:
            if value.reading.state is State.TEXT:
                yield from lacking(f"{value.label}是否为负数", value)
        elif value.number < 0:
            message = f"{value.label} {figure(value.number, value.type)}，为负数"
            yield Hit(
                message, value, stated=str(value.number), remedies=through_sums(found, value, -value.number)
            )


@form_rule("TY-12", *ALL_FORMS)
def rate_or_fraction(found: FormReturn, context: Context) -> Iterator[Hit]:
    """A rate written as a fraction (1 for 100 %), or multiplied by 100 twice."""
    for relation in found.form.relations:
        parsed = parse_relation(relation.formula)
        values = found.resolve(parsed.left)
        if not values or values[0].type is not Type.RATE:
            continue
        value, due = values[0], parsed.right(found.operands())
        if value.number is None or due.number is None:
            if not value.blank or due.unusable:
                yield from lacking(
                    f"{value.label}是百分数还是比例", value, *(v for v in due.used if isinstance(v, Value))
                )
            continue
        if (
            not due.number
            or not value.number
            or compare(Type.RATE, value.reading, due.number)[0] is Outcome.EQUAL
        ):
            continue
        half_digit = Decimal(5).scaleb(-value.reading.decimals - 1)
        if is_fraction_of(value.reading, due.number) or abs(value.number - due.number * 100) <= half_digit:
            message = f"{value.label}“{value.text}”，百分数与比例混用，应为 {figure(due.number, Type.RATE)}"
            yield Hit(message, value, due.number, related=[v for v in due.used if isinstance(v, Value)])
    if found.id in FORMS:
        yield from _fractions_beside_percentages(found)


def _fractions_beside_percentages(found: FormReturn) -> Iterator[Hit]:
    """Targets or actuals written as a fraction where the other one is a percentage, which is said once."""
    fractions = [
        (cell, value)
        for indicator in indicators(found)
        for cell, value in (
            (indicator.target_cell, indicator.target),
            (indicator.actual_cell, indicator.actual),
        )
        if value.unit == "%" and value.number and value.number == _scaled(cell.indicator.number)
    ]
    if fractions:
        cell, value = fractions[0]
        several = f"等 {len(fractions)} 处" if len(fractions) > 1 else ""
        message = (
            f"{cell.label}“{cell.text}”{several}，百分数与比例混用，应为 {figure(value.number, Type.RATE)}"
        )
        yield Hit(message, cell, value.number, stated=cell.text, related=[also for also, _ in fractions[1:]])


def _scaled(number: Decimal | None) -> Decimal | None:
    return None if number is None else number * 100


@form_rule("TY-13", *ALL_FORMS)
def labels_intact(found: FormReturn, context: Context) -> Iterator[Hit]:
    """A label of the official form is missing or written differently; what a place leaves out is not missing."""
    yield from _missing(found, context)
    for alteration in found.alterations:
        if alteration.remark:
            yield Hit(f"表样被改动：{alteration.remark}", alteration.place)
        elif alteration.found:
            yield from _renamed(alteration, _with_year(alteration.label, context.year), context.ret)
        elif alteration.harmless:
            label = _with_year(alteration.label, context.year)
            message = f"表样被改动：缺少“{label}”一行，其余各行已构成合计"
            yield Hit(message, alteration.place, level=Level.INFO)


def _missing(found: FormReturn, context: Context) -> Iterator[Hit]:
    """The labels that a form lacks; what all forms of its kind lack is told at the first of them.

    Where these are just the ones that a parameter set leaves out, that is a place's own layout, told as one thing.
    """
    alike = [form for form in context.ret.forms if form.form is found.form]
    lacking_here = _lacking_labels(found, context)
    local = _layout_without(lacking_here, context)
    first = found is alike[0]
    if local:
        same = [form for form in alike if _lacking_labels(form, context).keys() == lacking_here.keys()]
        if found is same[0]:
            yield _local_layout(local, [*lacking_here], [Place(form.sheet) for form in same])
        return
    for label, place in lacking_here.items():
        message = f"表样被改动：缺少“{_with_year(label, context.year)}”"
        if len(alike) == 1 or not all(label in _lacking_labels(form, context) for form in alike):
            yield Hit(message, place)
        elif first:
            others = [_lacking_labels(form, context)[label] for form in alike[1:]]
            yield Hit(f"{message}（共 {len(alike)} 张表）", place, related=others)


def _lacking_labels(found: FormReturn, context: Context) -> dict[str, Place]:
    """The labels that a form should have and has not, each with a place to tell it at."""
    known: dict[str, Place] | None = found.memo.get("lacking labels")
    if known is None:
        parameters = context.ret.form_set.parameters
        left_out = parameters[_LEFT_OUT].value if _LEFT_OUT in parameters else ()
        missing = [one for one in found.alterations if not (one.found or one.remark or one.harmless)]
        known = {one.label: one.place for one in missing if one.label not in left_out}
        found.memo["lacking labels"] = known
    return known


def _layout_without(labels: Iterable[str], context: Context) -> str:
    """The parameter set of a place whose own layout has all but just these labels, "" for none."""
    lacking_here = set(labels)
    sets = context.ret.form_set.parameter_sets.values() if lacking_here else ()
    return next((one.name for one in sets if set(one.values.get(_LEFT_OUT, ())) == lacking_here), "")


def _local_layout(name: str, labels: Sequence[str], places: Sequence[Place]) -> Hit:
    several = f"（共 {len(places)} 张表）" if len(places) > 1 else ""
    listed = "、".join(f"“{label}”" for label in labels)
    return Hit(
        f"没有{listed}{several}，与参数组“{name}”所列当地不设的栏目相同，疑为当地表样",
        places[0],
        level=Level.WARNING,
        related=places[1:],
        fix=f"当地表样确实不设这些栏目的，请用 --parameters {name} 重新审核；否则请按下发的表样恢复。",
    )


def _renamed(alteration: Alteration, label: str, ret: Return) -> Iterator[Hit]:
    """A label in other words, once for all the forms that have it so; one that was understood is worth a look."""
    alike = [
        (other, form)
        for form in ret.forms
        for other in form.alterations
        if (other.label, other.found, other.remark) == (alteration.label, alteration.found, "")
    ]
    if alike[0][0] is not alteration:
        return
    written = " ".join(alteration.found.split())
    several = f"（共 {len(alike)} 处）" if len(alike) > 1 else ""
    nothing_lost = all(other.found or other.harmless for _, form in alike for other in form.alterations)
    understood = nothing_lost and not _misspelt(written, label)
    yield Hit(
        f"表样被改动：“{written}”应为“{label}”{several}",
        alteration.place,
        label,
        stated=written,
        level=Level.INFO if understood else None,
        related=[other.place for other, _ in alike[1:]],
    )


def _misspelt(written: str, label: str) -> bool:
    """Whether a label has a wrong character, and no other words: 按指出性质分 for 按支出性质分."""
    one, other = normal(written), normal(label)
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _with_year(label: str, year: int | None) -> str:
    """A label as it should be written in that year; without a year where none is known."""
    if year is None:
        return _NO_YEAR.sub("", label)
    return Label(label).for_year(year)


_COLUMN_FIX = "是表样的栏目的，请改回表样的标题；表样以外的栏目请自行核对。"


@form_rule("WJ-12", *ALL_FORMS)
def nothing_unread(found: FormReturn, context: Context) -> Iterator[Hit]:
    """Columns with figures that are none of the form's, and rows with figures below a list."""
    for column in found.unread_columns:
        head = f"“{column.heading}”栏" if column.heading else "没有标题的一栏"
        lacking_one = f"，表样的“{column.instead}”栏没有找到" if column.instead else ""
        level = Level.WARNING if column.instead else None
        message = f"{head}的数字没有审核{lacking_one}"
        yield Hit(
            message,
            column.place,
            level=level,
            related=[column.figure],
            primary=not column.told,
            fix=_COLUMN_FIX,
        )
    if found.unread:
        message = f"指标表之下有 {len(found.unread)} 行数字没有审核（自此起，不知是什么）"
        yield Hit(message, found.unread[0], related=found.unread[1:])


@form_rule("TY-14", *ALL_FORMS)
def no_placeholders(found: FormReturn, context: Context) -> Iterator[Hit]:
    """A placeholder of the blank form was left in place."""
    for value in found.all_values:
        if value.type in (Type.TEXT, Type.VALUE) and _MAY_BE_OPEN.search(value.text):
            text = _MASKED.sub("", value.text)
            open_box = "□" in text and not _CHECKED.search(text)
            if open_box or _PLACEHOLDER.search(text) or _GUIDANCE.search(text):
                shown = value.text if len(value.text) <= 20 else value.text[:20] + "…"
                yield Hit(f"{value.label}“{shown}”，存在未替换的占位符", value)


@form_rule("TY-16", *ALL_FORMS)
def no_private_data(found: FormReturn, context: Context) -> Iterator[Hit]:
    """A form for the public shows a mobile or identity number."""
    if not context.public:
        return
    for cell in found.cells:
        text = normalize("NFKC", cell.text)
        if _MOBILE.search(text) or any(_is_identity(number) for number in _IDENTITY.findall(text)):
            yield Hit("公开文件含手机号码或身份证号码，请处理", Place(found.sheet, cell.row, cell.col))


def _is_identity(number: str) -> bool:
    """Whether the last character is the check digit of a resident identity number (GB 11643)."""
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _IDENTITY_WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == number[17].upper()
