"""Numbers of people as units write them by kind: ``18+45``, ``行政编制18名，事业编制45名``, ``63人，其中行政18人``."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from perfxl.patterns import pattern
from perfxl.returns.numbers import close_up

_LONGEST = 60
_KINDS = (
    "行政|参照?公务员法?(?:管理)?|参公(?:管理)?|公务员|机关|政法(?:专项)?|事业|全额(?:拨款|事业)?|差额(?:拨款|事业)?|自收自支"
    "|管理|专业技术|专技|工勤|工人|后勤|教师|教职工|医护|干部"
)
_OF = "(?:单位|岗位?|性质|人员)?(?:编制|在编|在职|在岗|实有)?(?:人员|人数|数)?"
KIND = pattern(f"(?:在职|在编|在岗|实有|核定)?(?:{_KINDS}){_OF}")
"""What one kind of staff is called, in a closed-up text."""
WHOLE = pattern(
    "(?:核定|批复|实有|实际|现有|年末|在职|在编|在岗|编制|人员|职工|人数|合计|总计|小计|共计|共有?|总数?|数)+"
)
"""What the staff as a whole is called."""
_SUM = pattern(r"[0-9]{1,6}(?:\+[0-9]{1,6})+(?:[人名个]|$)")
_PIECE = pattern(
    r"(?P<of>其中:?)?(?P<label>[\u4e00-\u9fff]{0,12}?)[:为]?(?P<number>[0-9]{1,6})(?![0-9.%])[人名个]?[,、;:+()]*"
)


class _Piece(Struct, frozen=True):
    label: str
    number: int
    of_which: bool

    @property
    def whole(self) -> bool:
        return not self.of_which and (not self.label or WHOLE.fullmatch(self.label) is not None)

    @property
    def kind(self) -> bool:
        return KIND.fullmatch(self.label) is not None


@lru_cache(maxsize=1024)
def people_in_words(text: str) -> int | None:
    """How many people a text states in all, None if it leaves that open.

    Kinds of staff add up; beside the whole they must make it up, or say 其中 and be no more than it.
    """
    closed = close_up(text).rstrip("。;,、") if len(text) <= _LONGEST else ""
    if _SUM.fullmatch(closed):
        return sum(int(part) for part in closed.rstrip("人名个").split("+"))
    pieces, end = [], 0
    while end < len(closed):
        found = _PIECE.match(closed, end)
        if found is None:
            return None
        end = found.end()
        pieces.append(_Piece(found["label"], int(found["number"]), found["of"] is not None))
    return _in_all(pieces) if pieces else None


def _in_all(pieces: Sequence[_Piece]) -> int | None:
    """The whole that one piece states and the others are the parts of, or else their sum."""
    wholes = [piece for piece in pieces if piece.whole]
    parts = [piece for piece in pieces if not piece.whole]
    if len(wholes) > 1 or not all(piece.kind for piece in parts):
        return None
    in_parts = sum(piece.number for piece in parts)
    if not wholes:
        return None if any(piece.of_which for piece in parts) else in_parts
    whole = wholes[0].number
    of_which = any(piece.of_which for piece in parts) and pieces[0].whole
    return whole if not parts or in_parts == whole or (of_which and in_parts < whole) else None
