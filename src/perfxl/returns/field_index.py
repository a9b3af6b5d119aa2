"""The labels of a form's fields: looked up by their normal form, and found inside a longer text.

Inside a text a label is spelled as its normal form, with any blanks between its characters; what stands behind its
colon, several to a text, are the fields' values. Looking backwards from each colon takes a fraction of what a pattern
of all labels would take to compile.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from perfxl.formset.labels import normal
from perfxl.formset.model import Field, Form, Type
from perfxl.patterns import pattern

_YEAR = r"(?:(?:19|20)\d\d|[一二][0〇○零一二三四五六七八九]{3})"
_NOT_A_VALUE = pattern(rf"[（(]\s*(?:盖章|公章|签章|签字|盖公章|单位盖章|{_YEAR}\s*年度?|[　 ]*年度)\s*[)）]")
_MONEY_MARK = r"[（(]?\s*(?:金额|计量)?单位\s*[:：]?\s*(?:人民币)?\s*[亿万千百]?元\s*[)）]?"
_DAY = r"(?:(?:19|20)\d\d)?\s*年\s*\d{0,2}\s*月(?:\s*\d{0,2}\s*日)?|(?:19|20)\d\d(?P<mark>[-./])\d{1,2}(?P=mark)\d{1,2}"
_REST_OF_LINE = pattern(rf"(?:^|\s)(?:{_MONEY_MARK}|{_YEAR}\s*年度?|{_DAY})\s*$")
"""What else a form's head has on the line of a field: the unit of money, the form's year, a date."""
_BETWEEN = " 　\xa0;；,，"
"""What parts a date from what else is on its line."""
_OF_TIME = frozenset("年月日期时")
"""Characters in the label of a field whose value may itself be a year or a date."""
_BESIDE_A_DATE = pattern(rf"\s(?:{_MONEY_MARK}|{_YEAR}\s*年度)\s*$")
_EVEN = dict.fromkeys(
    "\t\n\r\v\f\x1c\x1d\x1e\x1f\x85\xa0\xad\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008"
    "\u2009\u200a\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff",
    " ",
) | {"：": ":", "（": "(", "）": ")", "它": "他"}
_UNEVEN = pattern(f"[{''.join(_EVEN)}]")
"""Every blank and invisible character as a space, colons and brackets in half width, 其它 as the 其他 of the normal form,
so that what is looked for stays simple and offsets stay right."""
_BEHIND_A_LABEL = " )"
"""What must follow a label at the start of a text that has no colon behind it."""
_FIGURE_BEHIND = pattern(r"([ ;,]*)[-−]?[¥]?\d[\d,]*(\.\d+)? *([万亿千]?元)?[。;]? *")
"""What may follow the label of an amount that has no colon, up to the end of the text: first what parts the two."""
_ENDS_A_FIGURE = frozenset("0123456789０１２３４５６７８９元。;； \u3000\n")
_A_NUMBER = pattern(r"\d{1,2} *")
"""What may number a label: no amount where the next cell holds one."""
_FIGURES = str.maketrans("０１２３４５６７８９．，；￥", "0123456789.,;¥")
_OF_WHICH = pattern(r" *(?:其 *中 *:? *)?")
_LONGEST_BRACKET = 12
_SHORT = 2
"""A label so short must not be the end of a longer word."""

Found = tuple[int, int, str]
"""Where a label starts, where its value starts, and the label's normal form."""


def evened(text: str) -> str:
    """A text as labels are looked for in it: the same length, with one kind of blank, colon and bracket."""
    return _UNEVEN.sub(lambda found: _EVEN[found[0]], text)  # far fewer look-ups than str.translate makes


class FieldIndex:
    """The labels of a form's fields, ready to be looked up and to be found inside a text."""

    def __init__(self, form: Form) -> None:
        self.by_key: dict[str, Field] = {}
        for field in form.fields.values():
            for key in field.label.norms:
                self.by_key.setdefault(key, field)
        self.rivals = {field.name: _rivals(field, form) for field in form.fields.values() if field.below}
        ordered = sorted(filter(None, self.by_key), key=len, reverse=True)
        self._longest = len(ordered[0]) if ordered else 0
        self._by_end: dict[str, list[str]] = {}
        for key in ordered:
            self._by_end.setdefault(key[-1], []).append(key)
        texts = [key for key in ordered if not self.by_key[key].type.numeric and len(key) > _SHORT]
        self.starts = tuple(texts)
        self._by_start: dict[str, list[str]] = {}
        for key in texts:
            self._by_start.setdefault(key[0], []).append(key)
        amounts = [key for key in ordered if self.by_key[key].type is Type.AMOUNT]
        self._amounts = tuple(amounts)

    def may_hold(self, raw: str, key: str) -> bool:
        """A quick look whether a text, of which the normal form is ``key``, can have a label of a field in it."""
        if ":" in raw or "：" in raw or (key[:1] in self._by_start and key.startswith(self.starts)):
            return True
        return raw[-1:] in _ENDS_A_FIGURE and self._may_state(raw, key)

    def inline(self, text: str) -> list[tuple[Field, str]]:
        """Each label before a colon in a text, with what stands behind it up to the next label."""
        spaced = evened(text)
        found = self.before_colons(spaced)
        if not found and (first := self.at_start(spaced)):
            found = [first]
        if not found and (amount := self.before_figure(text)):
            found = [amount]
        ends = [start for start, _, _ in found[1:]] + [len(text)]
        pairs = [
            (self.by_key[key], text[begin:end]) for (_, begin, key), end in zip(found, ends, strict=False)
        ]
        return [(field, cleaned(field, piece)) for field, piece in pairs]

    def labels(self, text: str) -> bool:
        """Whether a text is a label, or holds one before a colon or a figure."""
        if normal(text) in self.by_key:
            return True
        if (":" in text or "：" in text) and self._next(evened(text), 0) is not None:
            return True
        return self.before_figure(text) is not None

    def before_colons(self, spaced: str) -> list[Found]:
        """The labels with a colon behind them, from left to right, none within another."""
        found: list[Found] = []
        label = self._next(spaced, 0)
        while label is not None:
            found.append(label)
            label = self._next(spaced, label[1])
        return found

    def at_start(self, spaced: str) -> Found | None:
        """The longest label of a text field that a text begins with and that a blank or a bracket follows."""
        begin = len(spaced) - len(spaced.lstrip(" "))
        for key in self._by_start.get(spaced[begin : begin + 1], ()):
            end = _spelled(spaced, begin, key)
            if end is None:
                continue
            for stop in (_behind_bracket(spaced, end), end):
                if stop is not None and spaced[stop : stop + 1] and spaced[stop] in _BEHIND_A_LABEL:
                    return begin, stop, key
        return None

    def before_figure(self, text: str) -> Found | None:
        """The label of an amount that a text begins with and after which it has only a figure: ``项目支出40.4万元``."""
        if not self._may_state(text, normal(text)):
            return None
        spaced = evened(text)
        opening = _OF_WHICH.match(spaced)
        begin = opening.end() if opening else 0
        for key in self._amounts:
            end = _spelled(spaced, begin, key) if spaced[begin : begin + 1] == key[0] else None
            figure = _FIGURE_BEHIND.fullmatch(_half_width(spaced[end:])) if end is not None else None
            if end is not None and figure:
                return begin, end + len(figure[1]), key
        return None

    def may_be_numbered(self, text: str) -> bool:
        """Whether a label goes on with what may be its number as well: ``项目支出1``."""
        found = self.before_figure(text) if ":" not in text and "：" not in text else None
        return found is not None and _A_NUMBER.fullmatch(_half_width(text[found[1] :])) is not None

    def _may_state(self, raw: str, key: str) -> bool:
        """A quick look whether a text can be an amount's label with the amount behind it."""
        return raw[-1:] in _ENDS_A_FIGURE and key.startswith(self._amounts)

    def _next(self, spaced: str, least: int) -> Found | None:
        """The first label from ``least`` on that ends at a colon; of several that start there the longest."""
        best: tuple[int, int, int, str] | None = None  # start, length, colon (less is better), label
        at = spaced.find(":", least)
        while at >= 0:
            end = _before_blanks(spaced, at, least)
            if best is not None and end > _LONGEST_BRACKET + 2 - best[2]:
                break  # no label has a colon in it: one further on starts later, unless a bracket holds that of the best
            for stop in (end, _before_bracket(spaced, end, least)):
                label = self._ending_at(spaced, stop, least) if stop is not None else None
                if label is not None:
                    start, key = label
                    rated = (start, -len(key), -at, key)
                    best = rated if best is None or rated < best else best
            at = spaced.find(":", at + 1)
        return (best[0], -best[2] + 1, best[3]) if best else None

    def _ending_at(self, spaced: str, end: int, least: int) -> tuple[int, str] | None:
        """The longest label whose last character stands right before ``end``, with where it starts."""
        if end <= least or spaced[end - 1] not in self._by_end:
            return None
        begin = max(least, end - self._longest)
        written = spaced[begin:end]
        if " " not in written:
            return self._longest_at_end(written, range(end - 1, begin - 1, -1), spaced)
        places: list[int] = []
        at = end
        while at > least and len(places) < self._longest:
            at -= 1
            if spaced[at] != " ":
                places.append(at)
        written = "".join(spaced[place] for place in reversed(places))
        return self._longest_at_end(written, places, spaced)

    def _longest_at_end(self, written: str, places: Sequence[int], spaced: str) -> tuple[int, str] | None:
        """The longest label that ``written`` ends in, with where it starts; ``places`` are its characters', from behind."""
        for key in self._by_end[written[-1]]:
            if written.endswith(key):
                start = places[len(key) - 1]
                if len(key) > _SHORT or not start or not "\u4e00" <= spaced[start - 1] <= "\u9fff":
                    return start, key
        return None


def _rivals(field: Field, form: Form) -> list[Field]:
    """The fields of one label, each of which stands below another field."""
    names = set(field.label.norms)
    return [one for one in form.fields.values() if one.below and not names.isdisjoint(one.label.norms)]


def _before_blanks(spaced: str, end: int, least: int) -> int:
    while end > least and spaced[end - 1] == " ":
        end -= 1
    return end


def _before_bracket(spaced: str, end: int, least: int) -> int | None:
    """Where what stands before a short bracket ends, if the text up to ``end`` closes one."""
    if end <= least or spaced[end - 1] != ")":
        return None
    for at in range(end - 2, max(least, end - 2 - _LONGEST_BRACKET) - 1, -1):
        if spaced[at] == "(":
            return _before_blanks(spaced, at, least)
        if spaced[at] == ")":
            return None
    return None


def _behind_bracket(spaced: str, at: int) -> int | None:
    """Where a short bracket ends that opens at ``at``, behind blanks."""
    while spaced[at : at + 1] == " ":
        at += 1
    if spaced[at : at + 1] != "(":
        return None
    for end in range(at + 1, min(len(spaced), at + 2 + _LONGEST_BRACKET)):
        if spaced[end] == ")":
            return end + 1
        if spaced[end] == "(":
            return None
    return None


def _half_width(text: str) -> str:
    """A text as figures are looked for in it: the same length, with digits and their signs in half width."""
    return text.translate(_FIGURES)


def _spelled(spaced: str, at: int, key: str) -> int | None:
    """Where a label ends that is spelled from ``at`` on, with any blanks between its characters."""
    for char in key:
        while spaced[at : at + 1] == " " and char != " ":
            at += 1
        if spaced[at : at + 1] != char:
            return None
        at += 1
    return at


def cleaned(field: Field, piece: str) -> str:
    """What is written behind a label, without what is no value: the place for a seal, the word 其中, the line's rest."""
    if field.type.numeric:
        return piece
    piece = _NOT_A_VALUE.sub(" ", piece)
    if field.type is Type.DATE:
        return _without_end(piece.strip(_BETWEEN), _BESIDE_A_DATE).strip(_BETWEEN)
    if _OF_TIME.isdisjoint(field.label.text):
        piece = without_rest_of_line(piece)
    return " ".join(piece.replace("其中", " ").split())


def without_rest_of_line(text: str) -> str:
    """A name without the year, the date or the unit of money that stands behind it on its line."""
    return _without_end(text, _REST_OF_LINE) if "年" in text or "元" in text or text[-1:].isdigit() else text


def _without_end(text: str, end: re.Pattern[str]) -> str:
    while True:
        shorter = end.sub("", text)
        if shorter == text:
            return text
        text = shorter


@lru_cache(maxsize=256)
def index_of(form: Form) -> FieldIndex:
    """The field index of a form, built once."""
    return FieldIndex(form)
