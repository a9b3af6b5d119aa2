"""TY-07 to TY-16: figures, formulas, labels and placeholders, the same on every form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from perfxl.finding import Level, Place
from perfxl.formset.model import Type
from perfxl.formula import parse_relation
from perfxl.returns.model import FormReturn, Return, Value
from perfxl.returns.reading import State
from perfxl.rules.context import EXACT, Context, Outcome, compare, figure, lacking
from perfxl.rules.identity import ALL_FORMS
from perfxl.rules.registry import Hit, form_rule, return_rule
from perfxl.rules.relations import columns_of, return_scope

_PLACEHOLDER = re.compile(r"(?<![A-Za-z])[XxＸ]{2,}(?![A-Za-z])|[×]{2,}|\*{2,}|^[.…。]{2,}$|^指标\s*\d+\s*[:：]?$")
_CHECKED = re.compile("[☑√■✓✔]")
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_IDENTITY = re.compile(r"(?<!\d)(\d{17}[\dXx])(?![\dXx])")
_IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_YUAN_PER_WAN = 10000


@return_rule("TY-07")
def money_unit(ret: Return, context: Context) -> Iterator[Hit]:
    """A form states no unit of money, or another one than its figures are in."""
    for found in ret.forms:
        wanted = found.form.unit
        stated = [unit for unit, _ in found.money_units]
        if wanted and not stated:
            yield Hit(f"金额单位未注明（应注明“单位：{wanted}”）", found.place, form=found.name)
        elif wanted and wanted not in stated:
            unit, place = found.money_units[0]
            yield Hit(f"金额单位注为“{unit}”，应为“{wanted}”", place, wanted, stated=unit, form=found.name)
    for relation in ret.form_set.relations:
        parsed = parse_relation(relation.formula)
        scope = return_scope(ret)
        left, right = scope(parsed.left), parsed.right(scope).number
        number = left[0].number if left else None
        if not number or not right:
            continue
        for factor, unit in ((Decimal(_YUAN_PER_WAN), "元"), (1 / Decimal(_YUAN_PER_WAN), "亿元")):
            if abs(number - right * factor) <= EXACT * max(factor, 1):
                message = f"{left[0].label} {figure(number)}，与他表 {figure(right)} 相差约一万倍，疑似按“{unit}”填列"
                yield Hit(message, left[0], right, form=ret.of(parsed.left.split(".", 1)[0])[0].name)


@form_rule("TY-08", *ALL_FORMS)
def numbers_are_numbers(found: FormReturn, context: Context) -> Iterator[Hit]:
    """A cell for an amount, count, rate or score holds something else."""
    for value in found.all_values:
        if value.type.numeric and value.reading.state is State.TEXT:
            kind = "金额" if value.type is Type.AMOUNT else "数字"
            yield Hit(f"{value.label}“{value.text}”不是有效{kind}", value, stated=value.text)


@form_rule("TY-09", *ALL_FORMS)
def two_decimals(found: FormReturn, context: Context) -> Iterator[Hit]:
    """An amount in 万元 with more than two decimals."""
    for value in found.all_values:
        if value.type is Type.AMOUNT and value.number is not None and not _formula(value) and value.reading.decimals > 2:
            yield Hit(f"{value.label} {figure(value.number)}，小数位超过 2 位", value, stated=str(value.number))
        elif value.type is Type.AMOUNT and value.reading.state is State.TEXT:
            yield from lacking(f"{value.label}的小数位", value)


def _formula(value: Value) -> bool:
    return value.cell is not None and value.cell.formula


@form_rule("TY-10", *ALL_FORMS)
def not_negative(found: FormReturn, context: Context) -> Iterator[Hit]:
    """A negative amount or count."""
    for value in found.all_values:
        if value.type in (Type.AMOUNT, Type.COUNT):
            if value.number is not None and value.number < 0:
                yield Hit(f"{value.label} {figure(value.number, value.type)}，为负数", value, stated=str(value.number))
            elif value.reading.state is State.TEXT:
                yield from lacking(f"{value.label}是否为负数", value)


@form_rule("TY-11", *ALL_FORMS)
def formulas_intact(found: FormReturn, context: Context) -> Iterator[Hit]:
    """An error value; formulas that were never calculated; a computed cell whose formula was typed over."""
    for place, text in found.errors:
        yield Hit(f"公式错误 {text}", place, stated=text)
    if found.uncalculated:
        message = f"{len(found.uncalculated)} 个公式没有保存计算结果，请用 Excel 或 WPS 打开、保存后再报"
        yield Hit(message, found.uncalculated[0], level=Level.UNDECIDED, related=found.uncalculated[1:])
    computed = list(_computed(found))
    if any(_formula(value) for value in computed):
        for value in computed:
            if value.cell is not None and value.number is not None and not _formula(value):
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
                yield from lacking(f"{value.label}是百分数还是比例", value, *(v for v in due.used if isinstance(v, Value)))
            continue
        if not due.number or compare(Type.RATE, value.reading, due.number)[0] is Outcome.EQUAL:
            continue
        half_digit = Decimal(5).scaleb(-value.reading.decimals - 1)
        if abs(value.number - due.number / 100) <= half_digit or abs(value.number - due.number * 100) <= half_digit:
            message = f"{value.label}“{value.text}”，百分数与比例混用，应为 {figure(due.number, Type.RATE)}"
            yield Hit(message, value, due.number, related=[v for v in due.used if isinstance(v, Value)])


@form_rule("TY-13", *ALL_FORMS)
def labels_intact(found: FormReturn, context: Context) -> Iterator[Hit]:
    """A label of the official form is missing or written differently."""
    for alteration in found.alterations:
        label = re.sub(r"\{Y(-\d)?\}年?", "", alteration.label)
        if alteration.found:
            written = " ".join(alteration.found.split())
            message = f"表样被改动：“{written}”应为“{label}”"
            yield Hit(message, alteration.place, label, stated=written)
        else:
            yield Hit(f"表样被改动：缺少“{label}”", alteration.place)


@form_rule("TY-14", *ALL_FORMS)
def no_placeholders(found: FormReturn, context: Context) -> Iterator[Hit]:
    """A placeholder of the blank form was left in place."""
    for value in found.all_values:
        if value.type in (Type.TEXT, Type.VALUE) and value.text:
            open_box = "□" in value.text and not _CHECKED.search(value.text)
            if open_box or _PLACEHOLDER.search(value.text):
                shown = value.text if len(value.text) <= 20 else value.text[:20] + "…"
                yield Hit(f"{value.label}“{shown}”，存在未替换的占位符", value)


@form_rule("TY-16", *ALL_FORMS)
def no_private_data(found: FormReturn, context: Context) -> Iterator[Hit]:
    """A form for the public shows a mobile or identity number."""
    if not context.public:
        return
    for value in found.all_values:
        text = value.text
        if _MOBILE.search(text) or any(_is_identity(number) for number in _IDENTITY.findall(text)):
            yield Hit(f"公开文件的“{value.label}”含手机号码或身份证号码，请处理", value)


def _is_identity(number: str) -> bool:
    """Whether the last character is the check digit of a resident identity number (GB 11643)."""
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _IDENTITY_WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == number[17].upper()


def place_of(value: Value | Place) -> Place:
    """The place of a value, or the place itself."""
    return value.place if isinstance(value, Value) else value
