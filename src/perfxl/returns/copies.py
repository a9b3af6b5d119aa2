"""The same form twice in a workbook: which one counts, and whose forms belong together.

Last year's forms kept for reference, a hidden sample or a plain copy are left out where the form itself is there.
Of two units each has its own forms. Where nothing tells which of two is meant, none of them is compared with others.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from msgspec.structs import replace

from perfxl.finding import Place
from perfxl.formset.labels import compact, normal
from perfxl.formset.model import Type
from perfxl.patterns import pattern
from perfxl.returns.model import FormReturn, Return
from perfxl.returns.unaudited import Copy
from perfxl.returns.value import Value
from perfxl.workbook.model import Kind

_BRACKETED = pattern(r"\([^()]*\)")
_NO_UNIT = pattern(
    r"[XxＸ×*＊○〇_]{1,}(?:局|厅|委|办|院|县|市|区|部门|单位|中心)|[XxＸ×*＊○〇_]{2,}|单位名称"
)
"""A placeholder where the unit's name should stand."""

BLANK = "是没有填写的空白表"
_OF_THE_UNIT = (Type.AMOUNT, Type.COUNT, Type.RATE, Type.VALUE)
"""What a unit states itself on a form."""
_HIDDEN, _NAMELESS = "在隐藏的工作表中", "没有填报单位的名称"


def settled(ret: Return, hidden: Collection[str]) -> Return:
    """The return without the copies of forms, with what was found of them. ``hidden`` are the names of sheets."""
    if not any(len(forms) > 1 or _may_be_spare(forms[0]) for forms in _kinds(ret.forms)):
        return ret
    year = _year(ret, hidden)
    copies: list[Copy] = []
    unsettled: dict[str, tuple[FormReturn, ...]] = {}
    for forms in _kinds(ret.forms):
        if len(forms) > 1:
            copies += _left_out(forms, year, hidden)
            kept = _without(forms, copies)
            for same in _by_unit(kept) if not kept[0].form.per_project else ():
                copies += _repeated(same)
                rest = _without(same, copies)
                if len(rest) > 1:
                    unsettled[rest[0].id] = tuple(rest)
    copies += _spare(_without(ret.forms, copies))
    copies += _companions(ret.forms, copies, year, hidden)
    counted = _without(ret.forms, copies)
    return replace(
        ret, forms=counted, asked_year=year, copies=copies, unsettled=unsettled, units=_units(counted)
    )


def _year(ret: Return, hidden: Collection[str]) -> int | None:
    """The year of the forms that count: the one asked for, or that most forms state.

    Where the same form is there of several years, a later one counts that more than one form states: of last year's
    return there may be more forms than of this year's. One alone may be a copy with a slip in its year.
    """
    seen = [form for form in ret.forms if form.sheet not in hidden and not is_blank(form)]
    named = [form for form in seen if unit_of(form)] or seen or ret.forms
    year = replace(ret, forms=named).year
    if ret.asked_year or year is None:
        return year
    stated = [{form.year for form in same} - {None} for kind in _kinds(named) for same in _by_unit(kind)]
    rivals = {rival for years in stated if len(years) > 1 for rival in years if rival is not None}
    return max([year, *(rival for rival in rivals if sum(rival in years for years in stated) > 1)])


def _kinds(forms: Iterable[FormReturn]) -> list[list[FormReturn]]:
    """The forms by what there should be only one of: each kind, and of a project's form each project."""
    kinds: dict[tuple[str, str], list[FormReturn]] = {}
    for number, form in enumerate(forms):
        name = _project(form)
        kinds.setdefault((form.id, name or (str(number) if form.form.per_project else "")), []).append(form)
    return list(kinds.values())


def _project(form: FormReturn) -> str:
    """The project that a form is of, "" for none."""
    return normal(form.value(form.form.project_name).text) if form.form.per_project else ""


def _without(forms: Iterable[FormReturn], copies: Iterable[Copy]) -> list[FormReturn]:
    left_out = {id(copy.form) for copy in copies}
    return [form for form in forms if id(form) not in left_out]


def _left_out(forms: Sequence[FormReturn], year: int | None, hidden: Collection[str]) -> list[Copy]:
    """The forms that are blank, on hidden sheets, without a unit's name or of another year, where one is not."""
    copies = _instead([(form, BLANK if is_blank(form) else "") for form in forms])
    kept = _without(forms, copies)
    copies += _instead([(form, _HIDDEN if form.sheet in hidden else "") for form in kept])
    kept = _without(forms, copies)
    if not kept[0].form.per_project:
        copies += _instead([(form, "" if unit_of(form) else _NAMELESS) for form in kept])
    for same in _by_unit(_without(forms, copies)):
        if any(form.year == year for form in same):
            former = ((form, "" if form.year in (None, year) else _of_year(form, year)) for form in same)
            copies += _instead(list(former))
    return copies


def _instead(forms: Sequence[tuple[FormReturn, str]]) -> list[Copy]:
    """The forms for which there is a reason to leave them out, if there is one without."""
    counts = next((form for form, reason in forms if not reason), None)
    if counts is None:
        return []
    return [Copy(form, counts, reason, hidden=reason == _HIDDEN) for form, reason in forms if reason]


def _of_year(form: FormReturn, year: int | None) -> str:
    later = year is not None and form.year is not None and form.year > year
    return f"标的是 {form.year} 年度{f'，晚于审核的 {year} 年度' if later else ''}"


def _may_be_spare(form: FormReturn) -> bool:
    return form.form.per_project and not form.value(form.form.project_name).text


def _spare(forms: Sequence[FormReturn]) -> list[Copy]:
    """The project forms without a name that were left blank, beside others of the kind."""
    filled = {form.id for form in forms if not _may_be_spare(form)}
    spare = (form for form in forms if form.id in filled and _may_be_spare(form) and is_blank(form))
    return [Copy(form, None, BLANK) for form in spare]


def is_blank(form: FormReturn) -> bool:
    """Whether a form holds no money, no number of people, no target and no actual; weights may be printed on it."""
    points = {value.place for value in form.all_values if value.type is Type.SCORE}
    points |= {value.place for total in form.totals.values() for value in total}
    figures = (cell for cell in form.cells if cell.kind is Kind.NUMBER and cell.text != "0")
    if any(Place(form.sheet, cell.row, cell.col) not in points for cell in figures):
        return False
    return not any(value.type in _OF_THE_UNIT and _states(value) for value in form.all_values)


def _states(value: Value) -> bool:
    return bool(value.text) if value.type is Type.VALUE else not value.blank and value.number != 0


def _repeated(forms: Sequence[FormReturn]) -> list[Copy]:
    """The forms that say the same, cell by cell, as the first."""
    first = forms[0]
    said = [cell.text for cell in first.cells]
    same = [form for form in forms[1:] if [cell.text for cell in form.cells] == said]
    return [Copy(form, first, "内容完全相同") for form in same]


def _companions(
    forms: Iterable[FormReturn], copies: Sequence[Copy], year: int | None, hidden: Collection[str]
) -> list[Copy]:
    """The project forms of the year of a form left out: they belong to it, not to this year's forms."""
    former = {(copy.form.year, unit_of(copy.form)) for copy in copies}
    return [
        Copy(form, None, f"{_of_year(form, year)}，不是本年的表", form.sheet in hidden)
        for form in _without(forms, copies)
        if form.form.per_project and form.year not in (None, year) and (form.year, unit_of(form)) in former
    ]


def _units(forms: Sequence[FormReturn]) -> list[list[FormReturn]]:
    """The forms of each unit, where more than one unit has a form of which each has only one.

    A form of yet another unit is one more return, but where a unit lists its project.
    """
    single = (kind for kind in _kinds(forms) if not kind[0].form.per_project)
    several = max((_by_unit(kind) for kind in single), key=len, default=[])
    if len(several) < 2:
        return []
    names = [unit_of(same[0]) for same in several]
    groups: list[list[FormReturn]] = [[] for _ in names]
    others: list[FormReturn] = []
    for form in forms:
        own = unit_of(form)
        number = next((number for number, name in enumerate(names) if same_unit(own, name)), None)
        (others if number is None else groups[number]).append(form)
    wanted = [(form, [group for group in groups if _lacks_form(group, form)]) for form in others]
    for form, wanting in wanted:
        if len(wanting) == 1:
            wanting[0].append(form)
    return [*groups, *_by_unit(form for form, wanting in wanted if len(wanting) != 1)]


def _lacks_form(unit: Iterable[FormReturn], form: FormReturn) -> bool:
    """Whether a unit lists the project of a form and has no form of it: then another one carried it out for the unit."""
    name = _project(form)
    listed = {normal(row.name) for own in unit for rows in own.groups.values() for row in rows}
    return bool(name) and name in listed and name not in map(_project, unit)


def _by_unit(forms: Iterable[FormReturn]) -> list[list[FormReturn]]:
    groups: list[list[FormReturn]] = []
    for form in forms:
        group = next((group for group in groups if same_unit(unit_of(group[0]), unit_of(form))), None)
        if group is None:
            groups.append([form])
        else:
            group.append(form)
    return groups


def same_unit(one: str, other: str) -> bool:
    """Whether two names are one unit's: one may be the other without the place's name before it."""
    return not one or not other or one.endswith(other) or other.endswith(one)


def unit_of(form: FormReturn) -> str:
    """The unit's name on a form, without blanks and remarks; "" where there is none or only a placeholder."""
    name = _BRACKETED.sub("", compact(form.unit))
    return "" if _NO_UNIT.match(name) else name
