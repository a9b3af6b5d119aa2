"""Which project of the base form is which project form: by name, as the two forms write it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher

from msgspec import Struct

from perfxl.formset.labels import compact, normal
from perfxl.formset.names import BASE, PROJECT
from perfxl.patterns import pattern
from perfxl.returns.model import FormReturn, GroupRow, Return
from perfxl.returns.value import Value
from perfxl.rules.base_data import ACTUAL, BUDGET, is_named, project_rows

_AMOUNTS = (("全年预算数", BUDGET), ("全年执行数", ACTUAL))
"""The columns of a project form and of the base form that state the same amounts."""
_ALIKE = 0.6
"""From this likeness on two names are taken for one project, written differently."""
_MOST_COMPARED, _LONGEST_NAME = 2500, 100
_REMARK = pattern(r"\([^()]+\)$")
_NUMBER = pattern(
    r"^(?:(?:项目|No\.?)?\d{1,3}(?:[.-]\d{1,2})?(?!\d)[:.、_*/\\-]*|\d{6,30}[-_:]|[A-Za-zⅠ-Ⅻⅰ-ⅻ]+[.、]|[一二三四五六七八九十]{1,2}是)"
    r"(?=[\u4e00-\u9fff])"
)
"""A number of one level or two before a name, also one without a mark behind it, or the code that the budget system gives a project."""
_KINDS = "业务工作|运行维护|(?:中央|上级|本级|[省市县区州]级)?专项|其他"
_KIND = pattern(f"(?:{_KINDS})(?:{_KINDS}|类|项目|经费|资金|支出|[及和与、])*:?")
"""What the form prints for a kind of projects (业务工作经费, 省级专项资金): a unit that has none of it leaves the row blank."""
_ONE_A_ROW = pattern(r"\([^()]*一行[^()]*\)$")
"""What the form says of the rows below such a kind: ``（每个专项一行）``."""
_LEVEL = pattern("^(?:中央|上级|本级|[省市县区]级):")
_FILLER = pattern("项目|专项|工作|经费|资金")
"""Words that a project's name has on one form and lacks on another."""

_OF_THE_UNIT = pattern(
    r"^(?:[\u4e00-\u9fff]{2,5}?[省市县区州]){1,2}(?=[\u4e00-\u9fff]{2})|支出$|(?<![(:_/-])[(:_/-]*本级\)?$"
)
"""What one form may say besides of whose project it is; it may part two projects, so that amounts must bear it out.

Marks in a row are looked at from the first of them only: from each of them, a cell full of marks takes seconds.
"""


def base_form(ret: Return) -> FormReturn | None:
    """The base form, None if there is none."""
    forms = ret.of(BASE)
    return forms[0] if forms else None


def _stated(form: FormReturn) -> str:
    return form.value("项目支出名称").text


def _name(form: FormReturn) -> str:
    return normal(_stated(form))


class Projects:
    """The project rows of the base form and the project forms, matched by name.

    ``rows`` are those that need a form, ``pairs`` those that have one. ``renamed`` are rows and forms left over that
    are the same project under two names: alike, or the last ones of each. ``reworded`` are the pairs of which one name
    has words such as 专项 more, or the place where the amounts are the same. ``doubles`` are forms of a name that came
    before, with the form that bears it first. ``unclear`` are rows that BD-14 complains of (no name, or one that came
    before): nothing can be matched with them.
    """

    def __init__(self, base: FormReturn, forms: Sequence[FormReturn]) -> None:
        self.rows = rows_with_forms(base, forms)
        names = Counter(normal(row.name) for row in self.rows if is_named(row))
        first = {normal(row.name): row for row in reversed(self.rows) if is_named(row)}
        self.unclear = [row for row in self.rows if first.get(normal(row.name)) is not row]
        by_name = {_name(form): form for form in reversed(forms)}
        clear = [row for row in self.rows if names[normal(row.name)] == 1]
        self.pairs = [(row, by_name[normal(row.name)]) for row in clear if normal(row.name) in by_name]
        self.without_form = [row for name, row in reversed(first.items()) if name not in by_name]
        self.nameless = [form for form in forms if not _name(form)]
        self.without_row = [form for form in forms if _name(form) and not names[_name(form)]]
        paired = {name: form for name, form in by_name.items() if names[name] == 1}
        self.doubles = [
            (form, paired[_name(form)]) for form in forms if paired.get(_name(form), form) is not form
        ]
        trifles = self._take(self._but_for_trifles(_core))
        alike = self._but_for_trifles(_core_of_the_unit)
        trifles += self._take([(row, form) for row, form in alike if _same_amounts(base, row, form)])
        self.pairs += trifles
        self.reworded = [(row, form) for row, form in trifles if _bare(row.name) != _bare(_stated(form))]
        self.renamed = self._take(self._likely())

    def _take(self, pairs: list[tuple[GroupRow, FormReturn]]) -> list[tuple[GroupRow, FormReturn]]:
        """Take pairs out of what is left over."""
        for row, form in pairs:
            self.without_form = [other for other in self.without_form if other is not row]
            self.without_row = [other for other in self.without_row if other is not form]
        return pairs

    def _but_for_trifles(self, core: Callable[[str], str]) -> list[tuple[GroupRow, FormReturn]]:
        """What is left over and has the same name, but that one of the two has more: a remark in brackets behind it, a
        number or level before it, words such as 专项; ``core`` is what is left of a name without them.
        """
        rows: dict[str, list[GroupRow]] = {}
        forms: dict[str, list[FormReturn]] = {}
        for row in self.without_form:
            rows.setdefault(core(row.name), []).append(row)
        for form in self.without_row:
            forms.setdefault(core(_stated(form)), []).append(form)
        both = [name for name in rows if len(rows[name]) == len(forms.get(name, ())) == 1]
        pairs = [(rows[name][0], forms[name][0]) for name in both]
        return [(row, form) for row, form in pairs if _one_has_more(normal(row.name), _name(form))]

    def _likely(self) -> list[tuple[GroupRow, FormReturn]]:
        rows, forms = list(self.without_form), list(self.without_row)
        if len(rows) * len(forms) > _MOST_COMPARED:
            return []
        found = []
        for form in forms[:]:
            like = max(rows, key=lambda row: _likeness(row, form), default=None)
            if like is not None and (_likeness(like, form) >= _ALIKE or len(rows) == len(forms) == 1):
                found.append((like, form))
                rows.remove(like)
                forms.remove(form)
        return found

    @property
    def compared(self) -> Iterator[tuple[GroupRow, FormReturn]]:
        """The rows and forms whose amounts belong together: also those whose names are written differently."""
        yield from self.pairs
        yield from (pair for pair in self.renamed if _likeness(*pair) >= _ALIKE)


def rows_with_forms(base: FormReturn, forms: Sequence[FormReturn]) -> list[GroupRow]:
    """The rows that need a project form: all but those that state no money this year and have none.

    Where a row is the subtotal of others the forms tell which of them are the projects. Where there is none of
    either, it is as with the other subtotals.
    """
    named = {_name(form) for form in forms}
    rows = project_rows(base)
    split = any(normal(leaf.name) in named for row in rows for leaf in row.leaves if leaf is not row)
    found: list[GroupRow] = []
    for row in rows:
        own = normal(row.name) in named
        found += [row] if own or not split else row.leaves
    return [row for row in found if normal(row.name) in named or _has_money(row)]


def _has_money(row: GroupRow) -> bool:
    """Whether a project has a budget or an outturn this year, as far as can be seen."""
    if all(value.blank for value in row.values.values()):
        return not _is_kind(row.name)  # the figures of a project are still to be filled in
    values = [row.values[column] for column in (BUDGET, ACTUAL) if column in row.values]
    return any(value.number != 0 and not value.blank for value in values)


def _is_kind(name: str) -> bool:
    """Whether a name is none of a project, but what the form prints for a kind of them."""
    text = compact(name)
    return bool(_ONE_A_ROW.search(text) or _KIND.fullmatch(_REMARK.sub("", text)))


def _bare(name: str) -> str:
    """A project's name without a remark in brackets behind it, a number or a level before it."""
    return normal(_LEVEL.sub("", _NUMBER.sub("", _REMARK.sub("", compact(name)))))


def _core(name: str) -> str:
    """What tells a project from others: its name without what one form adds to it."""
    return _FILLER.sub("", _bare(name)) or _bare(name)


def _core_of_the_unit(name: str) -> str:
    """The same without the place, and without 支出 or 本级 behind it."""
    return _core(_OF_THE_UNIT.sub("", compact(name)))


def _same_amounts(base: FormReturn, row: GroupRow, form: FormReturn) -> bool:
    """Whether a project has the same budget and the same outturn on both forms, and not none."""
    for column, base_column in _AMOUNTS:
        own, other = form.value(f"年度资金总额.{column}"), row.values.get(base_column)
        if other is None or not own.number or form.in_wan(own).number != base.in_wan(other).number:
            return False
    return True


def _one_has_more(one: str, other: str) -> bool:
    """Whether one name has all characters of the other in their order: 2号楼 and 3号楼 have not."""
    short, long = sorted((one, other), key=len)
    rest = iter(long)
    return all(char in rest for char in short)


def _likeness(row: GroupRow, form: FormReturn) -> float:
    one, other = normal(row.name)[:_LONGEST_NAME], _name(form)[:_LONGEST_NAME]
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def projects_of(ret: Return) -> Projects | None:
    """None unless there are both a base form whose projects were found and project forms."""
    base, forms = base_form(ret), ret.of(PROJECT)
    if base is None or not forms or "项目" not in base.groups:
        return None
    known: Projects | None = base.memo.get(Projects)
    if known is None:
        known = base.memo[Projects] = Projects(base, forms)
    return known


class Amounts(Struct, frozen=True):
    """A project's amount in its own form and in the base form, and what messages call the two."""

    form: FormReturn
    own: Value
    base: FormReturn
    other: Value
    names: tuple[str, str]


def project_amounts(ret: Return) -> Iterator[Amounts]:
    """The amounts that the project forms and the base form both state."""
    base, projects = base_form(ret), projects_of(ret)
    if base is None or projects is None:
        return
    for row, form in projects.compared:
        for column, base_column in _AMOUNTS:
            other = row.values.get(base_column)
            if other is not None:
                what = f"项目“{row.name}”{column}", f"基础数据表{base_column}"
                yield Amounts(form, form.value(f"年度资金总额.{column}"), base, other, what)
