"""The first-level groups of a form's indicators, and the weights that their labels state."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from msgspec import Struct

from perfxl.formset.labels import compact
from perfxl.lazy import once
from perfxl.measures import round_half_up
from perfxl.patterns import pattern
from perfxl.returns.model import FormReturn
from perfxl.returns.spelled import number_spelled
from perfxl.returns.value import Value
from perfxl.rules.budget_execution import execution
from perfxl.rules.indicators import LIST, Indicator, first_level, indicators

_SPELLED = "[一二三四五六七八九十百]{1,5}"
_WEIGHT = pattern(
    r"(?!^[^\w][\d.]+[^\w])[(\[【〔<〈《](?:权重|分值|满分|共计?|合?计)?:?"
    rf"(?:(\d+(?:\.\d+)?)(?:分?/100)?分?|(?P<spelled>{_SPELLED})分)(?:[,;、][^()]*)?[)\]】〕>〉》]"
    r"|(?<![\d.])(\d+(?:\.\d+)?)分$"
    r"|^(\d+(?:\.\d+)?)分(?!钟|以)(?=[\u4e00-\u9fff]{0,8}指标$|[\u4e00-\u9fff]{2,3}$)"
)
_SHARE = pattern(
    r"[(\[【〔](?:权重|分值|占比?|比重)?:?(\d+(?:\.\d+)?)%[)\]】〕]$|(?<=[\u4e00-\u9fff:])(\d+(?:\.\d+)?)%?$"
)
"""What may be a weight, in a list all of whose labels state one so that they make up the whole."""
_WHOLE = (Decimal(90), Decimal(100))
"""The points of all indicators, without and with those of budget execution."""
_POINTS = "分"
"""What says that the number of a label counts points."""


@lru_cache(maxsize=1024)
def declared_weight(text: str) -> Decimal | None:
    """The weight that a label states: 50 for ``产出指标(50分)``, ``产出指标（50分，含成本）``, ``产出指标50分``,
    ``产出指标（五十分）``, ``50分产出指标``.
    """
    match = _WEIGHT.search(compact(text))
    if match is None:
        return None
    digits = number_spelled(match["spelled"]) if match["spelled"] else next(filter(None, match.groups()))
    return Decimal(digits) if digits else None


def _share_in(text: str) -> Decimal | None:
    match = _SHARE.search(compact(text))
    return Decimal(match[1] or match[2]) if match else None


class Group(Struct):
    """The indicators under one first-level label, and the weight its brackets declare."""

    label: Value
    category: str
    declared: Decimal | None
    members: list[Indicator]
    share: Decimal | None = None
    """The percentage that the label states, where its weight is that share of other points than 100."""

    @property
    def name(self) -> str:
        """What its label says without the weight."""
        written = compact(self.label.text)
        if self.share is not None:
            written = _SHARE.sub("", written).removesuffix("占比")
        return _WEIGHT.sub("", written).split("(")[0] or written


@once
def groups(found: FormReturn) -> list[Group]:
    """The first-level groups of a form, also those without any indicator in use, in the form's order.

    A label that is repeated in row after row, as in a table without merged cells, is one label.
    """
    in_use = {indicator.entry.row: indicator for indicator in indicators(found)}
    result: list[Group] = []
    last: tuple[str, Decimal | None] | None = None
    for entry in found.entries.get(LIST, ()):
        label = entry.values.get("一级指标")
        if label is None or not label.text:
            continue
        written = (_WEIGHT.sub("", compact(label.text)), declared_weight(label.text))
        if written != last:
            result.append(Group(label, first_level(label.text), written[1], []))
        last = written
        if entry.row in in_use:
            result[-1].members.append(in_use[entry.row])
    _declare_shares(found, result)
    _declare_fractions(result)
    return result


def _declare_shares(found: FormReturn, listed: Sequence[Group]) -> None:
    """Read ``产出指标(50%)`` and ``产出指标`` over ``50`` as weights where the labels together make up the whole."""
    if len(listed) < 2 or all(group.declared is not None for group in listed):
        return
    shares = [_share_in(group.label.text) if group.declared is None else group.declared for group in listed]
    known = [share for share in shares if share is not None]
    if len(known) == len(listed) and sum(known) in _WHOLE:
        points = any(_POINTS in group.label.text for group in listed)
        declared = known if points or sum(known) < _WHOLE[-1] else _points_of(found, listed, known)
        for group, weight, share in zip(listed, declared, known, strict=True):
            group.declared, group.share = weight, share if declared != known else None


def _points_of(found: FormReturn, listed: Sequence[Group], shares: list[Decimal]) -> list[Decimal]:
    """The points that shares making 100 stand for: of 100, or of what budget execution leaves to the indicators.

    Which of these is meant is told by the weights: it is what most categories agree with. A share that was rounded
    stands for the weight that it was made of.
    """
    sums = [_weight_of(group) for group in listed]
    execution_weight = execution(found)[0].number or Decimal(0)
    best, most = shares, -1
    for whole in (_WHOLE[-1], _WHOLE[-1] - execution_weight, sum(sums, Decimal(0))):
        points = [_of_whole(share, whole, stated) for share, stated in zip(shares, sums, strict=True)]
        fitting = sum(one == other for one, other in zip(points, sums, strict=True))
        if fitting > most:
            best, most = points, fitting
    return best


def _of_whole(share: Decimal, whole: Decimal, stated: Decimal) -> Decimal:
    """``share`` percent of ``whole``, or the points ``stated`` where that is the same but for the share's rounding."""
    same = abs(stated * 100 - share * whole) * 2 <= Decimal(1).scaleb(int(share.as_tuple().exponent)) * whole
    return stated if same and share % 1 else round_half_up(share * whole / 100, 2)


def _weight_of(group: Group) -> Decimal:
    """What the weights under a label add up to, as far as they are numbers; a merged cell comes once."""
    weights = {member.weight.place: member.weight.number for member in group.members}
    return sum((number for number in weights.values() if number is not None), Decimal(0))


def _declare_fractions(listed: Sequence[Group]) -> None:
    """Read ``产出指标(0.5)`` as 50 points where every label states such a share and the weights are points."""
    weights = [member.weight.number for group in listed for member in group.members]
    if len(listed) < 2 or not any(weight is not None and weight > 1 for weight in weights):
        return
    shares = [group.declared for group in listed if group.declared is not None and group.declared < 1]
    if len(shares) == len(listed) and not any(_POINTS in group.label.text for group in listed):
        for group, share in zip(listed, shares, strict=True):
            group.declared = share * 100
