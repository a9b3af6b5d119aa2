"""KB-07: a self-evaluation beside what the same unit declared at the start of the year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from perfxl.finding import Level, Place
from perfxl.formset.labels import compact, normal
from perfxl.formset.names import OVERALL, PROJECT, PROJECT_DECLARATIONS, UNIT_DECLARATIONS
from perfxl.returns.model import FormReturn, Return
from perfxl.returns.targets import IndicatorValue, actual_in_unit_of
from perfxl.returns.value import Value
from perfxl.rules.context import Context
from perfxl.rules.indicators import Indicator, indicators
from perfxl.rules.registry import Hit, Link, pair_rule

_ALIKE = 0.75
"""From this likeness on two names under one heading are taken for one indicator, renamed."""
_MOST_COMPARED, _LONGEST_NAME = 2500, 100
Pairs = Sequence[tuple[Indicator, Indicator]]


@pair_rule("KB-07", Link.DECLARED)
def targets_as_declared(this: Return, declared: Return, context: Context) -> Iterator[Hit]:
    """An indicator declared at the start of the year is missing, was added, or has another name or target."""
    for form, declaration in _forms(this, declared):
        own, former = list(indicators(form)), list(indicators(declaration))
        if not own or not former:
            continue
        for hit in _compared(form, own, former):
            hit.form = form.name
            yield hit


def _forms(this: Return, declared: Return) -> Iterator[tuple[FormReturn, FormReturn]]:
    """The unit's two forms, and those of each project by its name."""
    units = [form for form_id in UNIT_DECLARATIONS for form in declared.of(form_id)]
    if units:
        yield from ((form, units[0]) for form in this.of(OVERALL)[:1])
    projects = {_project(form): form for form_id in PROJECT_DECLARATIONS for form in declared.of(form_id)}
    for form in this.of(PROJECT):
        if _project(form) and _project(form) in projects:
            yield form, projects[_project(form)]


def _project(form: FormReturn) -> str:
    return normal(form.value(form.form.project_name).text)


def _compared(form: FormReturn, own: list[Indicator], former: list[Indicator]) -> Iterator[Hit]:
    same = _same_name(own, former)
    renamed = _alike(own, former)
    if not same and not renamed:
        cells = [member.target_cell for member in former]
        message = f"自评的 {len(own)} 个指标与年初申报的 {len(former)} 个指标没有一个同名"
        yield Hit(message, Place(form.sheet), elsewhere=cells)
        return
    yield from _renamed(renamed)
    yield from _other_targets([*same, *renamed])
    yield from _added(own)
    yield from _left_out(form, former)


def _renamed(pairs: Pairs) -> Iterator[Hit]:
    said = [f"“{was.name_cell.text}”改为“{mine.name_cell.text}”" for mine, was in pairs]
    cells = [(mine.name_cell, was.name_cell) for mine, was in pairs]
    one = f"指标名称{''.join(said)}，未见调整批复"
    yield from _listed(cells, one, f"有 {len(said)} 个指标改了名称，未见调整批复：{'；'.join(said)}")


def _other_targets(pairs: Pairs) -> Iterator[Hit]:
    changed = []
    for mine, declared in sorted(pairs, key=lambda pair: pair[0].target_cell.place):
        doubt = _doubtful(mine, declared)
        if doubt:
            yield doubt
        elif not _same_target(mine, declared):
            changed.append((mine, declared))
    said = [
        f"“{mine.title}”的指标值由“{was.target_cell.text}”改为“{mine.target_cell.text}”"
        for mine, was in changed
    ]
    cells = [(mine.target_cell, was.target_cell) for mine, was in changed]
    one = f"指标{''.join(said)}，未见调整批复"
    yield from _listed(cells, one, f"有 {len(said)} 个指标改了指标值，未见调整批复：{'；'.join(said)}")


def _listed(cells: Sequence[tuple[Value, Value]], one: str, several: str) -> Iterator[Hit]:
    """What became of declared texts: a single one with both texts as its figures, several in one finding.

    A unit that set its targets anew would otherwise read the same line once an indicator.
    """
    if not cells:
        return
    (mine, was), *others = cells
    if not others:
        yield Hit(one, mine, was.text, stated=mine.text, elsewhere=[was])
        return
    yield Hit(
        several, mine, related=[own for own, _ in others], elsewhere=[declared for _, declared in cells]
    )


def _added(own: Sequence[Indicator]) -> Iterator[Hit]:
    if not own:
        return
    names = "、".join(f"“{mine.title}”" for mine in own)
    what = f"指标{names}年初没有申报，未见调整批复"
    if len(own) > 1:
        what = f"有 {len(own)} 个指标年初没有申报，未见调整批复：{names}"
    first, *others = (mine.name_cell for mine in own)
    yield Hit(what, first, related=others)


def _left_out(form: FormReturn, former: Sequence[Indicator]) -> Iterator[Hit]:
    if not former:
        return
    cells = [declared.target_cell for declared in former]
    names = "、".join(f"“{declared.title}”（“{declared.target_cell.text}”）" for declared in former)
    what = f"年初申报的指标{names}不在自评表中，未见调整批复"
    if len(former) > 1:
        what = f"年初申报的指标有 {len(former)} 个不在自评表中，未见调整批复：{names}"
    yield Hit(what, Place(form.sheet), elsewhere=cells)


def _same_name(own: list[Indicator], former: list[Indicator]) -> Pairs:
    """Take out of both lists the indicators of the same name: under the same heading first, then under any."""
    pairs = []
    for with_heading in (True, False):
        waiting = {_key(member, with_heading): member for member in reversed(former)}
        for mine in own[:]:
            declared = waiting.pop(_key(mine, with_heading), None)
            if declared is not None and normal(mine.name):
                pairs.append((mine, declared))
                own.remove(mine)
                former.remove(declared)
    return pairs


def _key(member: Indicator, with_heading: bool) -> tuple[str, str]:
    return (member.second if with_heading else ""), normal(member.name)


def _alike(own: list[Indicator], former: list[Indicator]) -> Pairs:
    """Take out of both lists the indicators that were only renamed."""
    pairs: list[tuple[Indicator, Indicator]] = []
    if len(own) * len(former) > _MOST_COMPARED:
        return pairs
    for mine in own[:]:
        rivals = [member for member in former if member.second == mine.second]
        like = max(rivals, key=lambda member: _likeness(mine, member), default=None)
        if like is not None and _likeness(mine, like) >= _ALIKE:
            pairs.append((mine, like))
            own.remove(mine)
            former.remove(like)
    return pairs


def _likeness(a: Indicator, b: Indicator) -> float:
    first, second = (normal(member.name)[:_LONGEST_NAME] for member in (a, b))
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def _doubtful(mine: Indicator, declared: Indicator) -> Hit | None:
    """Why it cannot be told whether a target was changed; None where it can."""
    cell, was = mine.target_cell, declared.target_cell
    if compact(cell.text) == compact(was.text):
        return None
    for value, where in ((mine.target, "指标值"), (declared.target, "年初申报的指标值")):
        if value.doubtful:
            message = f"“{mine.title}”{where}{value.doubtful}，不能判断是否改变"
            return Hit(message, cell, level=Level.UNDECIDED, elsewhere=[was])
    return None


def _same_target(mine: Indicator, declared: Indicator) -> bool:
    """Whether two ways of writing state one target: ``≥95%`` and ``95%以上``."""
    if compact(mine.target_cell.text) == compact(declared.target_cell.text):
        return True
    number = actual_in_unit_of(declared.target, mine.target)
    if number is not None:
        unsaid = mine.direction_open or declared.direction_open
        return number == declared.target.number and (unsaid or _bound(mine) == _bound(declared))
    a, b = mine.target, declared.target
    if a.bounds and b.bounds:
        return (a.bounds, a.unit) == (b.bounds, b.unit)
    if a.deadline is not None or b.deadline is not None:
        return a.deadline == b.deadline
    return _words(a) == _words(b)


def _words(value: IndicatorValue) -> str:
    return normal(value.raw)


def _bound(member: Indicator) -> str:
    """In which direction a target binds; a bare value does as its indicator does."""
    return member.target.op or ("≤" if member.reverse else "≥")
