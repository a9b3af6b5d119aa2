"""KB-07: a self-evaluation beside what the same unit declared at the start of the year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from perfxl.finding import Level, Place
from perfxl.formset.labels import compact, normal
from perfxl.formset.names import OVERALL, PROJECT, PROJECT_DECLARATIONS, UNIT_DECLARATIONS
from perfxl.returns.model import FormReturn, Return
from perfxl.returns.targets import IndicatorValue, actual_in_unit_of
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
    for mine, declared in renamed:
        name, was = mine.name_cell, declared.name_cell
        message = f"指标名称“{was.text}”改为“{name.text}”，未见调整批复"
        yield Hit(message, name, was.text, stated=name.text, elsewhere=[was])
    for mine, declared in (*same, *renamed):
        hit = _other_target(mine, declared)
        if hit:
            yield hit
    for mine in own:
        yield Hit(f"指标“{mine.title}”年初没有申报，未见调整批复", mine.name_cell)
    for declared in former:
        message = (
            f"年初申报的指标“{declared.title}”（“{declared.target_cell.text}”）不在自评表中，未见调整批复"
        )
        yield Hit(message, Place(form.sheet), elsewhere=[declared.target_cell])


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


def _other_target(mine: Indicator, declared: Indicator) -> Hit | None:
    cell, was = mine.target_cell, declared.target_cell
    if compact(cell.text) == compact(was.text):
        return None
    for value, where in ((mine.target, "指标值"), (declared.target, "年初申报的指标值")):
        if value.doubtful:
            message = f"“{mine.title}”{where}{value.doubtful}，不能判断是否改变"
            return Hit(message, cell, level=Level.UNDECIDED, elsewhere=[was])
    if _same_target(mine, declared):
        return None
    message = f"指标“{mine.title}”的指标值由“{was.text}”改为“{cell.text}”，未见调整批复"
    return Hit(message, cell, was.text, stated=cell.text, elsewhere=[was])


def _same_target(mine: Indicator, declared: Indicator) -> bool:
    """Whether two ways of writing state one target: ``≥95%`` and ``95%以上``."""
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
