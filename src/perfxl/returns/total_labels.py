"""What the label of a total row says besides its name: the weight, the score and the grade of the whole form.

``总分：100分　自评得分：97.45分``, ``总分（99.5分）``, ``合计（分值100，得分99.5）``, ``总分（百分制）：九十九点五``, ``总分（优）``.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from msgspec import Struct

from perfxl.patterns import pattern
from perfxl.returns.numbers import close_up, written_number
from perfxl.returns.remarks import GRADE
from perfxl.returns.score_texts import FULL_MARKS, SPELLED
from perfxl.returns.spelled import number_spelled

WEIGHT, SCORE = "分值", "得分"
_LONGEST = 60
_PART = pattern(r"\(([^()]*)\)|[^()]+")
"""A label's words in brackets (group 1) or outside them."""
_PIECE = pattern(
    rf"[,、;:。 ]*(?:(?:百|100)分制|(?P<label>[\u4e00-\u9fff]{{0,10}}?)[:为]?"
    rf"(?:(?P<number>[0-9]{{1,3}}(?:\.[0-9]+)?)|(?<=:)(?P<word>{SPELLED}))(?P<points>分?)|{GRADE})[,、;。 ]*"
)
_WHOSE = "(?:自评|自我|评价|绩效|实际|最终|综合|总体|项目|部门|单位|本?年度?)*"
_KINDS = (
    (WEIGHT, pattern("(?:满分|总?分值|标准分|权重)(?:合计|总计)?")),
    (SCORE, pattern(f"{_WHOSE}(?:总?得分|总?评分|自评总?分?|实得分?)(?:合计|总计)?")),
)
_OPEN, _OTHER = "", "其他"
"""The kinds of a figure that only the row's own name says, or nothing, and of one that is none of the row's."""


class _Figure(Struct, frozen=True):
    """One figure of a label; ``inside`` brackets, and ``points`` if 分 stands behind it."""

    label: str
    digits: str
    inside: bool
    points: bool

    def kind(self, names: Collection[str]) -> str:
        """The column whose total it is by its own label."""
        own = next((kind for kind, called in _KINDS if called.fullmatch(self.label)), None)
        return own or (_OPEN if not self.label or self.label in names else _OTHER)


def total_label(text: str, names: Collection[str]) -> dict[str, str] | None:
    """The figures in the label of a total row by their columns, 分值 and 得分; None if the text is no such label.

    ``names`` are those of the row in normal form. What stands in brackets and is no figure of the row is passed over;
    figures that may be either are not read.
    """
    closed = close_up(text) if len(text) <= _LONGEST else ""
    if not any(map(closed.startswith, names)):
        return None
    figures: list[_Figure] = []
    named = False
    for part in _PART.finditer(closed):
        inside = part[1] is not None
        if not named and part[0].rstrip(":") in names:
            named = True
            continue
        found = _figures(part[1] if inside else part[0], inside)
        if not named and not (found and found[0].label in names):
            return None
        named = True
        if found is None and not inside:
            return None
        if found and not (inside and any(one.kind(names) == _OTHER for one in found)):
            figures += found
    return _settled(figures, [one.kind(names) for one in figures]) if named else None


def _figures(text: str, inside: bool) -> list[_Figure] | None:
    """The figures of a part of a label, None if it says anything but figures and grades."""
    found, end = [], 0
    while end < len(text):
        piece = _PIECE.match(text, end)
        if piece is None or piece.end() == end:
            return None
        end = piece.end()
        digits = piece["number"] or number_spelled(piece["word"] or "")
        if digits:
            found.append(_Figure(piece["label"], digits, inside, bool(piece["points"])))
    return found


def _settled(figures: Sequence[_Figure], kinds: Sequence[str]) -> dict[str, str]:
    """Which figure is the weight and which the score, as far as that is certain.

    Of two that are called by no column, full marks and no more than these, the first is the weight. One alone is the
    score, but in brackets only if it is in points, and not the full marks.
    """
    known = {kind: one.digits for kind, one in zip(kinds, figures, strict=True)}
    if len(known) < len(figures):
        full, *rest = [written_number(one.digits) for one in figures]
        pair = set(kinds) == {_OPEN} and len(rest) == 1 and rest[0] <= full == FULL_MARKS
        return {WEIGHT: figures[0].digits, SCORE: figures[1].digits} if pair else {}
    if _OPEN not in known or _OTHER in known:
        return {} if _OTHER in known else known
    digits, one = known.pop(_OPEN), figures[0]
    missing = [kind for kind, _ in _KINDS if kind not in known]
    if len(missing) < len(_KINDS):
        return {**known, **dict.fromkeys(missing, digits)}
    sure = not one.inside or (one.points and written_number(digits) != FULL_MARKS)
    return {SCORE: digits} if sure else {}
