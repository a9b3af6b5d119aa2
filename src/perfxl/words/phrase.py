"""The words before a quantity: what they name, on which basis, and whether the quantity is a change."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from msgspec import Struct

from perfxl.words.statements import Basis
from perfxl.words.tokens import Kind, Token
from perfxl.words.vocabulary import Meaning

_BASES = {
    Meaning.INITIAL: Basis.INITIAL, Meaning.ADJUSTED: Basis.ADJUSTED, Meaning.BUDGET: Basis.BUDGET,
    Meaning.ACTUAL: Basis.ACTUAL, Meaning.RECEIVED: Basis.RECEIVED,
}  # fmt: skip
_RATES = {Meaning.UP_RATE: 1, Meaning.DOWN_RATE: -1, Meaning.EITHER_RATE: 0}
CHANGES = {Meaning.UP: 1, Meaning.DOWN: -1, **_RATES}
_CLOSED = frozenset({Meaning.FILLER, Meaning.AROUND, Meaning.APPROX, Meaning.TOTAL, Meaning.TOGETHER})
_NAMING = frozenset({Meaning.ITEM, Meaning.WEAK_ITEM})
_UNIT = re.compile(
    r"^(?:[我本全该]|各)?(?:单位|部门|局|会|委|办|院|校|馆|中心|镇|乡|街道|系统|机关|站|所|队|县|市|区|省|厅|处|科|办公室)+$"
)
_LEADING = re.compile(
    r"^(?:[一二三四五六七八九十]+[、.]|\([一二三四五六七八九十0-9]+\)|[0-9]{1,2}[、.]|[①-⑳]|第[一二三四五六七八九十])"
)
_THING = re.compile(
    r"(?:经费|资金|专项|项目|工程|补助|补贴|奖补|费|基金|计划|行动|支出|收入|工作|活动|建设)$"
)


class Subject(NamedTuple):
    """What a phrase names."""

    item: str = ""
    name: str = ""
    residue: str = ""
    scope: str = ""

    @property
    def of_whole_unit(self) -> bool:
        """Whether it is all that the unit receives or spends, or nothing in particular."""
        return self.item in _WHOLE_UNIT and not self.residue


NO_SUBJECT = Subject()
_WHOLE_UNIT = frozenset({"", "收入合计", "支出合计"})
"""What a sentence may be about where 全年支出 is the spending of the whole unit."""
_WHOLE_YEAR = frozenset({"全年", "全年度"})
_SURE = frozenset({Meaning.TOTAL, Meaning.ITEM, Meaning.WEAK_ITEM})


class Phrase(Struct):
    """The tokens since the last mark or quantity. ``units`` are the names by which the report calls its unit."""

    tokens: list[Token]
    units: Collection[str] = ()

    def has(self, *meanings: Meaning) -> bool:
        """Whether one of the words means that."""
        return any(token.meaning in meanings for token in self.tokens)

    @property
    def change(self) -> int | None:
        """The place of the last word of change, or None; only filling words may follow it."""
        for at in range(len(self.tokens) - 1, -1, -1):
            if self.tokens[at].meaning in CHANGES:
                return at
        return None

    def foreign(self, tokens: Sequence[Token], allowed: str = "") -> bool:
        """Whether the tokens name something, other than the item ``allowed`` and the unit itself."""
        for token in tokens:
            if token.kind in (Kind.TEXT, Kind.BARE) and not self._is_unit(token.text):
                return True
            if token.meaning in _NAMING and token.names != allowed:
                return True
        return False

    def _is_unit(self, text: str) -> bool:
        return bool(_UNIT.match(text)) or (len(text) >= 2 and any(text in unit for unit in self.units))

    @property
    def basis(self) -> Basis:
        """The basis that the words state: an execution of a budget is an execution."""
        found = [_BASES[token.meaning] for token in self.tokens if token.meaning in _BASES]
        base = "".join(token.text for token in self.tokens if token.meaning is Meaning.BASE)
        if self.has(Meaning.WEAK_ITEM) or "预算" in base:
            found.append(Basis.BUDGET)
        if re.search("决算|实际|支出|执行|完成", base):
            found.append(Basis.ACTUAL)
        for basis in (Basis.ACTUAL, Basis.INITIAL, Basis.ADJUSTED, Basis.BUDGET, Basis.RECEIVED):
            if basis in found:
                return basis
        return Basis.ACTUAL if self.has(Meaning.SPEND) else Basis.UNKNOWN

    @property
    def bare_words(self) -> bool:
        """Whether all words only fill."""
        return all(token.meaning in _CLOSED for token in self.tokens)

    def subject(self, weak: bool) -> Subject:
        """What is named; ``weak`` says whether words like 预算资金 and 全年支出 mean those of the whole unit."""
        naming = _NAMING if weak else {Meaning.ITEM}
        items = [token for token in self.tokens if token.meaning in naming]
        scope = next((token.names for token in self.tokens if token.meaning is Meaning.SCOPE), "")
        text = [token for token in self.tokens if token.kind in (Kind.TEXT, Kind.BARE)]
        others = [token for token in text if not self._is_unit(token.text)]
        item = items[-1].names if items else ""
        residue = "".join(token.text for token in others)
        residue += "".join(token.text for token in items[:-1] if token.names != item)
        residue = _LEADING.sub("", residue).strip('."-:')
        if not items and not others and (scope or (weak and self._of_all)):
            item = "收入合计" if self.has(Meaning.INCOME) else "支出合计" if self.has(Meaning.SPEND) else ""
        named = [token for token in self.tokens if token in others or token in items]
        name = _LEADING.sub("", "".join(token.text for token in named)).strip('."-:')
        name = name.replace('"', "")
        return Subject(item, name or item, residue, scope if item or name else "")

    def of_whole_unit(self, topic: Subject, spoken: Subject) -> bool:
        """Whether 支出 and the like may be those of the whole unit, where a sentence has that topic.

        本年支出数 right behind something else that the paragraph has ``spoken`` of is that of the same thing.
        """
        if not topic.of_whole_unit:
            return False
        if spoken.of_whole_unit:
            return True
        sure = any(token.text in _WHOLE_YEAR or token.meaning in _SURE for token in self.tokens)
        return sure or any(token.kind is Kind.YEAR for token in self.tokens)

    @property
    def _of_all(self) -> bool:
        """Whether 收入 or 支出 here are those of the whole unit: 全年支出, 支出共计."""
        return self.of_a_year or self.has(Meaning.TOTAL)

    @property
    def of_a_year(self) -> bool:
        """Whether the year stands with it."""
        return self.has(Meaning.THIS_YEAR, Meaning.LEVEL) or any(
            token.kind is Kind.YEAR for token in self.tokens
        )

    @property
    def names_a_thing(self) -> bool:
        """Whether what is named can be what the next clause speaks of."""
        return self.has(Meaning.ITEM) or bool(_THING.search("".join(token.text for token in self.tokens)))
