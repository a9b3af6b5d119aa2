"""TY-07 to TY-16: figures, formulas, labels and placeholders, the same on every form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from unicodedata import normalize

from msgspec.structs import replace

from perfxl.finding import Level, Place
from perfxl.formset.model import Relation, Type
from perfxl.formula import parse_relation
from perfxl.patterns import pattern
from perfxl.returns.model import FormReturn, Return, Value
from perfxl.returns.reading import State
from perfxl.rules.context import (
    EXACT,
    Context,
    Outcome,
    compare,
    figure,
    lacking,
    percent,
    undecided,
    unusable,
)
from perfxl.rules.identity import ALL_FORMS
from perfxl.rules.registry import Hit, form_rule, return_rule
from perfxl.rules.relations import columns_of, return_scope
from perfxl.workbook.model import Kind

_PLACEHOLDER = pattern(
    r"(?<![A-Za-z])[XxＸ]{2,}(?![A-Za-z])|[×]{2,}|\*{2,}|^[.…。]{2,}$|^指标\s*\d+\s*[:：]?$"
)
_MASKED = pattern(r"\d+[*Xx×＊]{2,}\d+|(?<![*\d])[\u4e00-\u9fff]\*{1,2}$")
"""A number or a name with its middle or end made unreadable for the public: no placeholder."""
_MAY_BE_OPEN = pattern("[XxＸ×*＊□]|^[.…。]|^指标")
"""A quick look: a text without any of these holds no placeholder."""
_CHECKED = pattern("[☑√■✓✔]")
_MOBILE = pattern(r"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
_IDENTITY = pattern(r"(?<!\d)(\d{17}[\dXx])(?![\dXx])")
_IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_YUAN_PER_WAN = Decimal(10000)
_LEFT_OUT = "当地不设的栏目"
"""The parameter that lists the labels, as TY-13 names them, that a place's own layout does not have."""


@return_rule("TY-07")
def money_unit(ret: Return, context: Context) -> Iterator[Hit]:
    """A form states no unit of money, or another one than its figures are in."""
    marked_wrong = set()
    for found in ret.forms:
        wanted = found.form.unit
        stated = [unit for unit, _ in found.money_units]
        if wanted and not stated:
            yield Hit(f"金额单位未注明（应注明“单位：{wanted}”）", found.place, form=found.name)
        elif wanted and wanted not in stated:
            unit, place = found.money_units[0]
            marked_wrong.add(found.sheet)
            yield Hit(f"金额单位注为“{unit}”，应为“{wanted}”", place, wanted, stated=unit, form=found.name)
    suspects: dict[str, list[tuple[Value, Decimal]]] = {}
    for relation in ret.form_set.relations:
        yield from _in_yuan(relation, ret, suspects)
    for found in ret.forms:
        values = suspects.get(found.sheet)
        if values and found.sheet not in marked_wrong:
            value, other = values[0]
            message = (
                f"{value.label} {figure(value.number)}，约为他表 {figure(other)}的一万倍，疑似按“元”填列"
            )
            yield Hit(message, value, other, related=[also for also, _ in values[1:]], form=found.name)


def _in_yuan(
    relation: Relation, ret: Return, suspects: dict[str, list[tuple[Value, Decimal]]]
) -> Iterator[Hit]:
    """Note under its sheet each value that is ten thousand times what another form says."""
    parsed, scope = parse_relation(relation.formula), return_scope(ret)
    left, result = scope(parsed.left), parsed.right(scope)
    parts = [part for part in result.used if isinstance(part, Value)]
    if not left or not parts:
        return
    stated = left[0]
    broken = unusable([stated, *parts])
    if broken:
        form = ret.of(parsed.left.split(".", 1)[0])[0].name
        yield replace(undecided("金额单位与数值是否相符", broken, [stated, *parts]), form=form)
    elif stated.number and result.number and not result.blanks:
        if _ten_thousand_times(stated.number, result.number):
            suspects.setdefault(stated.place.sheet, []).append((stated, result.number))
        elif _ten_thousand_times(result.number, stated.number):
            largest = max(parts, key=lambda part: part.number or 0)
            suspects.setdefault(largest.place.sheet, []).append((largest, stated.number))


def _ten_thousand_times(large: Decimal, small: Decimal) -> bool:
    """Whether one figure is the other one in 元; the ratio keeps apart figures that are both next to nothing."""
    return abs(large / _YUAN_PER_WAN - small) <= EXACT and abs(large) > abs(small) * _YUAN_PER_WAN / 2


@form_rule("TY-08", *ALL_FORMS)
def numbers_are_numbers(found: FormReturn, context: Context) -> Iterator[Hit]:
    """A cell for an amount, count, rate or score holds something else."""
    for value in found.figures:
        if value.number is None and value.reading.state is State.TEXT:
            kind = "金额" if value.type is Type.AMOUNT else "数字"
            yield Hit(f"{value.label}“{value.text}”不是有效{kind}", value, stated=value.text)


@form_rule("TY-09", *ALL_FORMS)
def two_decimals(found: FormReturn, context: Context) -> Iterator[Hit]:
    """An amount in 万元 with more than two decimals."""
    for value in found.figures:
        if value.type is not Type.AMOUNT:
            continue
        if value.number is None:
            if value.reading.state is State.TEXT:
                yield from lacking(f"{value.label}的小数位", value)
        elif value.reading.decimals > 2 and not _formula(value):
            yield Hit(
                f"{value.label} {figure(value.number)}，小数位超过 2 位", value, stated=str(value.number)
            )


def _formula(value: Value) -> bool:
    return value.cell is not None and value.cell.formula


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
            yield Hit(
                f"{value.label} {figure(value.number, value.type)}，为负数", value, stated=str(value.number)
            )


@form_rule("TY-11", *ALL_FORMS)
def formulas_intact(found: FormReturn, context: Context) -> Iterator[Hit]:
    """An error value; formulas that were never calculated; a computed cell whose formula was typed over."""
    for place, text in found.places_of(Kind.ERROR):
        yield Hit(f"公式错误 {text}", place, stated=text)
    empty = [place for place, _ in found.places_of(Kind.UNCALCULATED)]
    if empty:
        message = f"{len(empty)} 个公式没有保存计算结果，请用 Excel 或 WPS 打开、保存后再报"
        yield Hit(message, empty[0], level=Level.UNDECIDED, related=empty[1:])
    stated = [v for v in _computed(found) if v.cell is not None and v.inline is None and not v.blank]
    typed = [value for value in stated if not _formula(value)]
    if len(typed) * 2 < len(stated):  # the form was filled in with its formulas, not typed as a whole
        for value in typed:
            if value.number is not None:
                message = f"{value.label}的公式被改成数值 {figure(value.number, value.type)}"
                yield Hit(message, value, stated=str(value.number), level=Level.INFO)


def _computed(found: FormReturn) -> Iterator[Value]:
    for relation in found.form.relations:
        if relation.computes:
            left = parse_relation(relation.formula).left
            for column in columns_of(found.form, left):
                yield from found.resolve(left, column)


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
        if (
            abs(value.number - due.number / 100) <= half_digit
            or abs(value.number - due.number * 100) <= half_digit
        ):
            message = f"{value.label}“{value.text}”，百分数与比例混用，应为 {figure(due.number, Type.RATE)}"
            yield Hit(message, value, due.number, related=[v for v in due.used if isinstance(v, Value)])


@form_rule("TY-13", *ALL_FORMS)
def labels_intact(found: FormReturn, context: Context) -> Iterator[Hit]:
    """A label of the official form is missing or written differently; what a place leaves out is not missing."""
    parameters = context.ret.form_set.parameters
    left_out = parameters[_LEFT_OUT].value if _LEFT_OUT in parameters else ()
    for alteration in found.alterations:
        if alteration.label in left_out and not alteration.place.row:
            continue
        label = re.sub(r"\{Y(-\d)?\}年?", "", alteration.label)
        if alteration.remark:
            yield Hit(f"表样被改动：{alteration.remark}", alteration.place)
        elif alteration.found:
            written = " ".join(alteration.found.split())
            message = f"表样被改动：“{written}”应为“{label}”"
            yield Hit(message, alteration.place, label, stated=written)
        else:
            yield Hit(f"表样被改动：缺少“{label}”", alteration.place)


@form_rule("WJ-12", *ALL_FORMS)
def nothing_unread(found: FormReturn, context: Context) -> Iterator[Hit]:
    """Rows with figures below a list that were read as nothing."""
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
            if open_box or _PLACEHOLDER.search(text):
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


def percent_beyond(rate: Decimal, *limits: Decimal) -> str:
    """A rate for messages, with more decimals where two would show it as the very limit that it passes."""
    short = percent(rate)
    return figure(rate, Type.RATE) if short in [percent(limit) for limit in limits] else short
