"""Tokens that are words of the grammar only in their place: elsewhere they are letters of a name."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from perfxl.words.tokens import Kind, Token
from perfxl.words.vocabulary import Meaning

_AFTER_COMPARE = {
    Meaning.BASE, Meaning.INITIAL, Meaning.ADJUSTED, Meaning.BUDGET, Meaning.THIS_YEAR, Meaning.ITEM, Meaning.ACTUAL,
    Meaning.SCOPE,
}  # fmt: skip
_VERBS = {"计划", "目标"}
_PARTS_OF_NAMES = {
    "支付",
    "执行",
    "完成",
    "使用",
    "发生",
    "拨款",
    "提升",
    "提高",
    "增加",
    "减少",
    "降低",
    "目标",
    "计划",
    "压减",
    "年度",
}
"""Words that stand in the middle of names."""
_NOUNS = {"资金", "费用", "情况", "方面"}
"""Words that only fill where they stand alone, and end a name elsewhere."""
_SHORT = {
    Meaning.FILLER, Meaning.TOGETHER, Meaning.PARTIAL, Meaning.CUMULATIVE, Meaning.AND, Meaning.APPROX,
}  # fmt: skip
"""Words of these meanings that are one letter are words only where no text follows."""
_BEFORE_QUANTITY = {Meaning.FILLER, Meaning.APPROX, Meaning.TOGETHER}
_NOTHING = Token(Kind.MARK, "", 0, 0)


def settled(tokens: Iterable[Token]) -> list[Token]:
    """The tokens, those demoted to text joined with the text beside them."""
    given = list(tokens)
    kept: list[Token] = []
    for at, token in enumerate(given):
        after = given[at + 1] if at + 1 < len(given) else _NOTHING
        second = given[at + 2] if at + 2 < len(given) else _NOTHING
        before = given[at - 1] if at else _NOTHING
        if not _is_word(token, after, second) or _within_text(token, before, after):
            token = replace(token, kind=Kind.TEXT, meaning=None, names="")
        if token.kind is Kind.TEXT and kept and kept[-1].kind is Kind.TEXT and kept[-1].end == token.start:
            token = replace(kept.pop(), text=kept_text(given, kept, token), end=token.end)
        kept.append(token)
    return kept


def kept_text(given: list[Token], kept: list[Token], token: Token) -> str:
    """The text of all tokens from behind those kept up to and including ``token``."""
    begin = kept[-1].end if kept else 0
    return "".join(one.text for one in given if begin <= one.start and one.end <= token.end)


def _within_text(token: Token, before: Token, after: Token) -> bool:
    text_before = before.kind is Kind.TEXT and before.end == token.start
    text_after = after.kind is Kind.TEXT and after.start == token.end
    if token.text in _NOUNS:
        return text_before or text_after
    return token.text in _PARTS_OF_NAMES and text_before and text_after


def _is_word(token: Token, after: Token, second: Token) -> bool:
    text_after = after.kind is Kind.TEXT and after.start == token.end
    single = len(token.text) == 1
    match token.meaning:
        case Meaning.UP | Meaning.DOWN if single:
            return after.kind is Kind.QUANTITY or (
                after.meaning in _BEFORE_QUANTITY and second.kind is Kind.QUANTITY
            )
        case Meaning.COMPARE if token.text in ("比", "较", "与"):
            return after.kind is Kind.YEAR or after.meaning in _AFTER_COMPARE
        case Meaning.TO:
            return after.kind is Kind.QUANTITY or after.meaning in _BEFORE_QUANTITY
        case _ if token.meaning in _SHORT and single:
            return not text_after or token.text in "等和及"
        case Meaning.BUDGET if token.text in _VERBS:
            return not text_after
    return True
