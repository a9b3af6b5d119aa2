"""A stretch of a sheet that holds one form: its cells by row, its texts in normal form."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from perfxl.finding import Place
from perfxl.formset.labels import compact, normal, without_of_which
from perfxl.lazy import lazy
from perfxl.patterns import pattern
from perfxl.returns.money import MONEY_UNITS, MONEY_WORDS
from perfxl.returns.numbers import read_rate
from perfxl.returns.reading import State
from perfxl.workbook.model import Area, Cell, Kind, Sheet

LONGEST_LABEL = 60
_LIKE = 0.75
"""How alike a misspelt label and the official one must be."""
_HARMLESS = pattern(
    r"(?:费用?|经费|支出|数额?|金额|资金|合计|情况|部门|单位|本级|本年度?|全年|年度|[A-Da-d=/+]){0,4}"
)
"""Words that a label may gain without becoming another one."""
_MONEY_UNIT = pattern(
    rf"单位\s*[:：]?\s*(?:人民币)?\s*({MONEY_WORDS})|(?<!\d)[（(]\s*({MONEY_WORDS})\s*[)）]"
)
"""A mark of the form's unit of money; behind a figure it is that figure's own."""
_DIGIT = pattern(r"\d")
_LONGEST_FIGURE = 20
"""A text longer than this is no figure."""
AMOUNT_BEHIND = pattern(
    r"(?<=[^\d.])[\s;；]*(?:\d[\d,，]*(?:\.\d+\s*(?:[万亿千]?元)?|\s*[万亿千]?元)|\d[\d,，]{2,})$"
)
"""An amount behind a label: with decimals, its unit or three digits, so that it is no number of the label itself."""
_ENDS_AN_AMOUNT = frozenset("0123456789元")
NO_ROWS: Mapping[int, list[Cell]] = MappingProxyType({})


_UNIT_LABELS = frozenset({"单位", "金额单位", "计量单位"})


class Text:
    """A text cell with its normal form, and that of what stands before its first colon ("" for prose).

    Where it has no colon and ends in an amount (资金总额405.4), that of what stands before the amount.
    """

    __slots__ = ("cell", "head", "key")

    def __init__(self, cell: Cell) -> None:
        self.cell = cell
        text = cell.text
        if len(text) > LONGEST_LABEL:
            self.key = self.head = ""
            return
        self.key = self.head = normal(text)
        if ":" in text or "：" in text:
            self.head = normal(before_colon(text))
        elif text[-1] in _ENDS_AN_AMOUNT and text[0] > "\u4e00" and (amount := AMOUNT_BEHIND.search(text)):
            self.head = normal(text[: amount.start()])


class Rows(dict[int, list[Cell]]):
    """Cells by row, those of a row in order; a part of them is found without looking at the others."""

    @lazy
    def numbers(self) -> Sequence[int]:
        """The rows with cells, in order."""
        return sorted(self)

    def between(self, top: int, bottom: int) -> Rows:
        """Some of the rows, in order."""
        first, end = bisect_left(self.numbers, top), bisect_right(self.numbers, bottom)
        kept = self.numbers[first:end]
        return Rows(zip(kept, map(self.__getitem__, kept), strict=True))


class Region:
    """Rows of a sheet, none outside of ``top`` to ``bottom``, and ``shared`` rows of it that hold for them too."""

    def __init__(
        self,
        sheet: Sheet,
        rows: Mapping[int, list[Cell]],
        top: int,
        bottom: int,
        shared: Mapping[int, list[Cell]] = NO_ROWS,
    ) -> None:
        self.sheet = sheet
        self.top = top
        self.bottom = bottom
        self.rows = Rows(rows)
        """The cells by row; rows and cells are in order, those that are shared come last."""
        self.rows.update(shared)
        self.texts: dict[int, list[Text]] = {}
        self.keys_by_row: dict[int, set[str]] = {}
        for row, cells in self.rows.items():
            found = [Text(cell) for cell in cells if cell.kind is Kind.TEXT and cell.text]
            if found:
                self.texts[row] = found
                self.keys_by_row[row] = {text.key for text in found}
        self.claimed: set[tuple[int, int]] = set()
        """Cells whose meaning is settled: labels and values that belong to a grid or a list."""
        self.last_col = max([cells[-1].col for cells in self.rows.values()], default=0)
        self.keys = {text.head for text in self.every_text}.union(*self.keys_by_row.values())
        """The normal forms of all texts and of what stands before their colons."""
        self.right_edge = self.last_col
        """The form's last column, once its headings are found: figures further right are none of its fields'."""
        self.headings: dict[str, Cell] = {}
        """The headings that its fields may stand under, by the names of the columns, once they are found."""
        self.joined: dict[int, list[Text]] = {}
        """The texts of some rows, each together with that beneath it, as far as they were asked for."""
        self.continued: set[int] | None = None
        """The rows that say that a table goes on, once they were sought."""
        self._filled: set[int] | None = None

    @lazy
    def repeating(self) -> list[dict[str, int]]:
        """Of the rows in which several texts stand more than once: how often each of these does."""
        rows = (texts for row, texts in self.texts.items() if len(texts) > len(self.keys_by_row[row]) + 1)
        return [counts for texts in rows if len(counts := _repeated(texts)) > 1]

    def cell(self, row: int, col: int) -> Cell | None:
        """The cell at a place, None if it is empty."""
        return self.sheet.cells.get((row, col))

    def place(self, row: int, col: int) -> Place:
        """A cell's place in the file."""
        return Place(self.sheet.name, row, col)

    def merge_at(self, row: int, col: int) -> Area | None:
        """The merged area whose first cell this is."""
        return self.sheet.merged.get((row, col))

    def right_of(self, cell: Cell) -> int:
        """The column behind a cell or the merged area it begins."""
        area = self.merge_at(cell.row, cell.col)
        return (area.right if area else cell.col) + 1

    def past_blank(self, row: int, col: int) -> int:
        """The column where an empty cell stands: not one that is blank throughout, as inserted between the others."""
        if self._filled is None:
            self._filled = {
                cell.col for cells in self.rows.values() for cell in cells if cell.text or cell.formula
            }
        at = col
        while at < self.last_col and at not in self._filled and self.merge_at(row, at) is None:
            at += 1
        return at if at in self._filled or self.merge_at(row, at) else col

    @lazy
    def every_text(self) -> list[Text]:
        """All texts, row by row."""
        return [text for texts in self.texts.values() for text in texts]

    def money_units(self) -> list[tuple[str, Place]]:
        """The units of money that the form states in a mark or in the brackets of a label."""
        found = []
        for text in self.every_text:
            if text.key and "元" in text.cell.text:
                match = _MONEY_UNIT.search(self._with_label(text))
                if match:
                    found.append((match[1] or match[2], self.place(text.cell.row, text.cell.col)))
        return found

    def _with_label(self, text: Text) -> str:
        """A text that may state a unit of money, behind its label where that stands in the cell left of it."""
        written = compact(text.cell.text)
        if text.key not in MONEY_UNITS:
            return written
        left = [other for other in self.texts[text.cell.row] if other.cell.col < text.cell.col]
        return f"{left[-1].head}:{written}" if left and left[-1].head in _UNIT_LABELS else written


def _repeated(texts: Iterable[Text]) -> dict[str, int]:
    """The normal forms that several of the texts have, with how many."""
    counts: dict[str, int] = {}
    for text in texts:
        counts[text.key] = counts.get(text.key, 0) + 1
    return {key: often for key, often in counts.items() if often > 1}


def before_colon(text: str) -> str:
    """What stands before a text's first colon, that of a leading ``其中：`` not counted."""
    return without_of_which(text).replace("：", ":").split(":", 1)[0]


def rows_of(sheet: Sheet) -> Rows:
    """The cells of a sheet by row, both in order."""
    rows = Rows()
    for place in sorted(sheet.cells):
        rows.setdefault(place[0], []).append(sheet.cells[place])
    return rows


def loose_match(key: str, candidates: Iterable[str] | Mapping[str, object]) -> tuple[str, bool] | None:
    """The candidate that a label nearly is, and whether the difference is harmless (words added at an end).

    A label that contains the official one and adds nothing but words such as 费 or 本年 is the same label; one that
    differs in about a character in four is a misspelling of it. ``candidates`` are the names of one thing, or those of
    several by what they name. None if nothing or more than one thing is near.
    """
    if len(key) < 3:
        return None
    near = [name for name in candidates if len(name) >= 3 and name in key and _adds_nothing(key, name)]
    if near:
        longest = max(near, key=len)
        return longest, True
    rated = sorted(((_likeness(key, name), name) for name in candidates if len(name) >= 4), reverse=True)
    if not rated or rated[0][0] < _LIKE:
        return None
    likest = [name for likeness, name in rated if likeness == rated[0][0]]
    if isinstance(candidates, Mapping) and any(candidates[name] != candidates[likest[0]] for name in likest):
        return None
    return likest[0], False


def _adds_nothing(key: str, name: str) -> bool:
    before, _, after = key.partition(name)
    return _HARMLESS.fullmatch(before + after) is not None


def _likeness(a: str, b: str) -> float:
    """How alike two texts are, from 0 to 1; 0 for all that is too far away to be the same label."""
    if abs(len(a) - len(b)) > max(len(a), len(b)) // 3:
        return 0.0
    shared = sum(map(set(b).__contains__, a))  # no fewer characters than can be matched
    if 2 * shared < _LIKE * (len(a) + len(b)):
        return 0.0
    from difflib import SequenceMatcher

    return SequenceMatcher(None, a, b, autojunk=False).ratio()


def has_figures(cells: Iterable[Cell]) -> bool:
    """Whether one of the cells holds a figure."""
    return any(map(is_figure, cells))


def is_figure(cell: Cell) -> bool:
    """Whether a cell holds a figure: a number, or a text that is one, as systems export them."""
    if cell.kind is Kind.NUMBER:
        return True
    if cell.kind is not Kind.TEXT or len(cell.text) > _LONGEST_FIGURE or not _DIGIT.search(cell.text):
        return False
    return read_rate(cell).state is State.NUMBER
