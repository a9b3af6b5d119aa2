"""Scores with words around the one number that they state: ``自评得分99.75分``, ``优（99.75分）``, ``99.95/100``."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from msgspec import Struct

from perfxl.patterns import pattern
from perfxl.returns.numbers import NUMBER, close_up, written_decimals, written_number
from perfxl.returns.remarks import GRADE, GRADE_NAME
from perfxl.returns.spelled import number_spelled

_LONGEST = 40
FULL_MARKS = Decimal(100)
"""Those of a form."""
SPELLED = "(?!一+$)[零〇一二两三四五六七八九十百点壹贰叁肆伍陆柒捌玖拾佰]{1,12}"
"""A score in words; 一 alone is a dash."""
_CALLED = (
    "(?:本?年度?|项目|部门|单位|整体|绩效|综合|最终|自评|自我|评[价估审定])*"
    "(?:总?得分|总?评分|总?分数|总分|自评分?|合计|总计|共计|得)(?:合计|总计)?[为是]?:?"
)
_STATED = (
    rf"(?:{_CALLED})?(?:(?P<number>{NUMBER})|(?P<word>{SPELLED}))分?(?:/(?:满分|总分)?(?P<of>{NUMBER})分?)?"
)
_BEFORE_GRADE = pattern(rf"{_STATED}(?:[,、;:]?{GRADE}|\({GRADE}\))?")
_BEHIND_GRADE = pattern(rf"{GRADE}(?:[,、;:]?{_STATED}|\({_STATED.replace('?P<', '?P<in_')}\))")
_GRADE_NAME = pattern(GRADE_NAME)


class ScoreText(Struct, frozen=True):
    """A score as a text states it: the number and the decimals written, the full marks behind a stroke, the grade."""

    number: Decimal
    decimals: int
    of: Decimal | None = None
    grade: str = ""


@lru_cache(maxsize=1024)
def score_in_words(text: str) -> ScoreText | None:
    """The score that a text states, None if it is none or leaves open which number is meant.

    What may stand around the number are names of a score, 分, a grade, and the full marks behind a stroke.
    """
    closed = close_up(text).rstrip("。;、") if len(text) <= _LONGEST else ""
    found = _BEFORE_GRADE.fullmatch(closed) or _BEHIND_GRADE.fullmatch(closed)
    if found is None:
        return None
    groups = found.groupdict()
    number, word, of = (groups[name] or groups.get(f"in_{name}") for name in ("number", "word", "of"))
    digits = number or number_spelled(word or "")
    if not digits:
        return None
    if of and written_number(digits) == FULL_MARKS > written_number(of):
        digits, of = of, digits  # the full marks stand first: no score is above them
    full, grade = written_number(of) if of else None, _GRADE_NAME.search(closed)
    return ScoreText(written_number(digits), written_decimals(digits), full, grade[0] if grade else "")
