"""TY-13: the labels of the official form are there, and as they were printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from perfxl.finding import Level, Place
from perfxl.formset.labels import normal
from perfxl.formset.model import Form, Label, Type
from perfxl.lazy import once
from perfxl.patterns import pattern
from perfxl.returns.model import Alteration, FormReturn, Return
from perfxl.rules.context import Context
from perfxl.rules.identity import ALL_FORMS
from perfxl.rules.indicators import SATISFACTION, indicators
from perfxl.rules.registry import Hit, form_rule

_LEFT_OUT = "当地不设的栏目"
"""The parameter that lists the labels, as TY-13 names them, that a place's own layout does not have."""
_LEVEL = pattern(r"^(?:中央|(?:[省市县区州]级?){1,3})")
_WEIGHTS = "一级指标权重"
_NO_YEAR = pattern(r"\{Y(-\d)?\}年?")


@form_rule("TY-13", *ALL_FORMS)
def labels_intact(found: FormReturn, context: Context) -> Iterator[Hit]:
    """A label of the official form is missing or written differently; what a place leaves out is not missing."""
    yield from _missing(found, context)
    yield from _unlike_the_others(found, context)
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
    local = _layout_without(lacking_here, found, context)
    first = found is alike[0]
    if local:
        same = [form for form in alike if _lacking_labels(form, context).keys() == lacking_here.keys()]
        if found is same[0]:
            yield _local_layout(local, [*lacking_here], [Place(form.sheet) for form in same])
        return
    for label, place in lacking_here.items():
        message = f"表样被改动：缺少“{_with_year(label, context.year)}”"
        if _one_text_instead(label, found):
            yield Hit(f"{message}，只有一段文字", place, level=Level.INFO)
            continue
        if len(alike) == 1 or not all(label in _lacking_labels(form, context) for form in alike):
            yield Hit(message, place)
        elif first:
            others = [_lacking_labels(form, context)[label] for form in alike[1:]]
            yield Hit(f"{message}（共 {len(alike)} 张表）", place, related=others)


def _unlike_the_others(found: FormReturn, context: Context) -> Iterator[Hit]:
    """A column of amounts that not every layout has, but all the other forms of this kind in the return."""
    others = [form for form in context.ret.forms if form.form is found.form and form is not found]
    columns = _optional_columns(found.form) if others else {}
    for name in columns.keys() - _columns_of(found):
        if all(name in _columns_of(form) for form in others):
            message = f"表样被改动：缺少“{columns[name]}”，同报的其他 {len(others)} 张表都有"
            yield Hit(message, Place(found.sheet), level=Level.WARNING)


def _optional_columns(form: Form) -> dict[str, str]:
    """The columns of amounts that a form may lack, by name, with their labels."""
    columns = (column for grid in form.grids.values() for column in grid.columns)
    return {one.name: one.label.text for one in columns if one.type is Type.AMOUNT and not one.expected}


@once
def _columns_of(found: FormReturn) -> set[str]:
    """The names of the columns of grids that were found on a form."""
    return {name.rpartition(".")[2] for name, value in found.values.items() if value.place.row}


def _lacking_labels(found: FormReturn, context: Context) -> dict[str, Place]:
    """The labels that a form should have and has not, each with a place to tell it at."""
    left_out = context.ret.form_set.parameter(_LEFT_OUT, ())
    missing = (one for one in found.alterations if not (one.found or one.remark or one.harmless))
    return {one.label: one.place for one in missing if one.label not in left_out}


def _one_text_instead(label: str, found: FormReturn) -> bool:
    """Whether a block of texts is missing where its caption has one text beside it: a layout with one text for all."""
    blocks = (
        grid for grid in found.form.grids.values() if all(one.type is Type.TEXT for one in grid.columns)
    )
    block = next((one for one in blocks if label == "、".join(c.label.text for c in one.columns)), None)
    captions = [cell for cell in found.cells if block and normal(cell.text) == normal(block.name)]
    beside = [cell for cell in found.cells for one in captions if cell.row == one.row and cell.col > one.col]
    return len(captions) == 1 and sum(bool(cell.text.strip()) for cell in beside) == 1


def _layout_without(labels: Iterable[str], found: FormReturn, context: Context) -> str:
    """The parameter set of a place whose own layout has all but just these labels, "" for none.

    Where the place has first-level categories of its own, the form must have those.
    """
    lacking_here = set(labels)
    sets = context.ret.form_set.parameter_sets.values() if lacking_here else ()
    fitting = (one for one in sets if set(one.values.get(_LEFT_OUT, ())) == lacking_here)
    return next((one.name for one in fitting if _has_categories(found, one.values.get(_WEIGHTS))), "")


def _has_categories(found: FormReturn, weights: Mapping[str, object] | None) -> bool:
    own = {indicator.first for indicator in indicators(found)} - {SATISFACTION}
    return not weights or weights.keys() - {SATISFACTION} == own


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
    understood = (nothing_lost and not _misspelt(written, label)) or _of_a_level(written, label)
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


def _of_a_level(written: str, label: str) -> bool:
    """Whether a label only has the level of government before it: 县级主管部门, 市县主管部门."""
    return normal(written) != normal(label) and _LEVEL.sub("", normal(written)) == normal(label)


def _with_year(label: str, year: int | None) -> str:
    """A label as it should be written in that year; without a year where none is known."""
    if year is None:
        return _NO_YEAR.sub("", label)
    return Label(label).for_year(year)
