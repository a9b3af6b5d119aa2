"""Sentences and their tokens: words of the vocabulary, quantities with their units, years, punctuation, other text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct

from perfxl.returns.money import MONEY_WORDS, WAN, in_wan
from perfxl.words.document import Document, Paragraph
from perfxl.words.text import half
from perfxl.words.vocabulary import Meaning, vocabulary

LONGEST_SENTENCE = 3000
"""A longer sentence is none, and is left alone."""
_SENTENCE_END = re.compile(r"[。!?]|(?<=[\u4e00-\u9fff])\.(?=[\u4e00-\u9fff])")
_NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)"


class Kind(StrEnum):
    """What a token is, where it is no word of the vocabulary."""

    WORD = "word"
    QUANTITY = "quantity"
    UNREAD = "unread"
    """A range, a date in full, a document number, an ordinal: a number that is no figure."""
    YEAR = "year"
    PERIOD = "period"
    """A part of a year."""
    BARE = "bare"
    """A number without a unit."""
    MARK = "mark"
    TEXT = "text"


class Quantity(NamedTuple):
    """A number with its unit. ``unit`` is ``万元`` for all money, in which ``number`` is; ``written`` is its own unit."""

    number: Decimal
    unit: str
    written: str
    decimals: int
    vague: bool
    text: str

    @property
    def scale(self) -> Decimal:
        """One of the written units, in 万元; 1 for anything but money."""
        return in_wan(Decimal(1), self.written) if self.unit == MONEY else Decimal(1)

    @property
    def last_digit(self) -> Decimal:
        """The worth of one in the last written digit."""
        return self.scale.scaleb(-self.decimals)


MONEY, PERCENT, POINTS = WAN, "%", "个百分点"


class Token(Struct, frozen=True):
    """A piece of a sentence, in half width, and where it begins and ends there."""

    kind: Kind
    text: str
    start: int
    end: int
    meaning: Meaning | None = None
    names: str = ""
    quantity: Quantity | None = None
    year: int = 0


class Sentence(Struct, frozen=True, eq=False):
    """A sentence as written, closed up, with its tokens and the number of its paragraph."""

    paragraph: int
    text: str
    tokens: tuple[Token, ...]


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    words = vocabulary()
    return re.compile(
        rf"""
        (?P<enum>^(?:[0-9]{{1,2}}(?:、|[.](?=[^0-9]|(?:19|20)[0-9]{{2}}年)|[)])|\((?:[一二三四五六七八九十]+|[0-9]{{1,2}})\)[、.]?
            |[一二三四五六七八九十]+[、.]|[①-⑳]|[-*•·●■◆▪○])+)
      | (?P<period>(?:上|下)半年|[前第][一二三四1-4]个?季度|[1-4]季度|[0-9]{{1,2}}月?(?:-|~|至|到)[0-9]{{1,2}}月(?:份|底)?
            |(?:截至|截止|至)?(?:(?:19|20)[0-9]{{2}}年)?[0-9]{{1,2}}月(?:份|底|末))
      | (?P<unread>[0-9]{{4}}[-./][0-9]{{1,2}}[-./][0-9]{{1,2}} | \[[0-9]{{4}}\][0-9]+号? | 第[0-9]+
            | (?:(?:19|20)[0-9]{{2}}年)?[0-9]{{1,2}}月[0-9]{{1,2}}[日号] | (?:(?:19|20)[0-9]{{2}}年)?[0-9]{{1,2}}月初?
            | [0-9]+(?:\.[0-9]+)?/[0-9]+ | [A-Za-z]+[0-9]+ | [0-9]+[A-Za-z]+)
      | (?P<range>{_NUMBER}(?:{MONEY_WORDS}|%|{words.units})?(?:-|~|至|到){_NUMBER}(?:余|多)?(?:{MONEY_WORDS}|%|{words.units})?)(?!年)
      | (?P<year>(?:19|20)[0-9]{{2}})(?:年度?(?!代)|(?=[\])]))
      | (?P<sign>(?<![0-9A-Za-z%)])-)?(?P<number>{_NUMBER})(?P<more>余|多|来)?
        (?:(?P<money>{MONEY_WORDS}|万余元|亿余元|万多元|亿(?![\u4e00-\u9fff])|万(?![\u4e00-\u9fff]))
          |(?P<rate>%)|(?P<points>个百分点)|(?P<unit>{words.units})(?!目|百分点|月|工作日|民|员|才|均|钟|以)|(?P<myriad>[万亿千百][\u4e00-\u9fff])?)
      | 百分之(?P<spelled>{_NUMBER})
      | (?P<word>{words.pattern})
      | (?P<mark>[,，、;；:：()])
      | (?P<quote>["'‘’《》])
      | (?P<other>.)
        """,
        re.VERBOSE | re.DOTALL,
    )


def sentences(document: Document) -> Iterator[Sentence]:
    """The sentences of a document that are short enough to be some."""
    for paragraph in document.paragraphs:
        yield from sentences_of(paragraph)


def sentences_of(paragraph: Paragraph) -> Iterator[Sentence]:
    """The sentences of one paragraph; those in brackets stay with what they explain."""
    start = depth = 0
    text = half(paragraph.text)
    for at, char in enumerate(text):
        depth = max(0, depth + (char == "(") - (char == ")"))
        if (depth == 0 or at - start > LONGEST_SENTENCE // 4) and _SENTENCE_END.match(text, at):
            yield from _sentence(paragraph, start, at)
            start, depth = at + 1, 0
    yield from _sentence(paragraph, start, len(text))


def _sentence(paragraph: Paragraph, start: int, end: int) -> Iterator[Sentence]:
    text = paragraph.text[start:end]
    if text and len(text) <= LONGEST_SENTENCE:
        yield Sentence(paragraph.number, text, tuple(tokens(half(text))))


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a sentence in half width; neighbouring other characters make one token."""
    words = vocabulary().words
    other = 0
    at = 0
    for found in _pattern().finditer(text):
        if found.lastgroup == "other" or (found.lastgroup == "quote" and found.group() not in '"'):
            continue
        if found.start() > other:
            yield Token(Kind.TEXT, text[other : found.start()], other, found.start())
        other = at = found.end()
        if found["word"]:
            meaning, names = words[found["word"]]
            yield Token(Kind.WORD, found.group(), found.start(), at, meaning, names)
        elif token := _token(found):
            yield token
    if other < len(text):
        yield Token(Kind.TEXT, text[other:], other, len(text))


def _token(found: re.Match[str]) -> Token | None:
    start, end, text = found.start(), found.end(), found.group()
    if found["quote"] or found["enum"]:
        return None
    if found["mark"]:
        return Token(Kind.MARK, text, start, end)
    if found["unread"] or found["range"]:
        return Token(Kind.UNREAD, text, start, end)
    if found["period"]:
        return Token(Kind.PERIOD, text, start, end)
    if found["year"]:
        return Token(Kind.YEAR, text, start, end, year=int(found["year"]))
    quantity = _quantity(found)
    if quantity is None:
        return Token(Kind.UNREAD if found["myriad"] else Kind.BARE, text, start, end)
    return Token(Kind.QUANTITY, text, start, end, quantity=quantity)


def _quantity(found: re.Match[str]) -> Quantity | None:
    digits = found["number"] or found["spelled"]
    number = Decimal(digits.replace(",", ""))
    decimals = len(digits.partition(".")[2])
    if found["sign"]:
        number = -number
    vague = bool(found["more"])
    if money := found["money"]:
        vague = vague or "余" in money or "多" in money
        written = money.replace("余", "").replace("多", "")
        return Quantity(in_wan(number, written), MONEY, written, decimals, vague, found.group())
    unit = PERCENT if found["rate"] or found["spelled"] else POINTS if found["points"] else found["unit"]
    return Quantity(number, unit, unit, decimals, vague, found.group()) if unit else None
