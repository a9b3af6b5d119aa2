"""Parts that are named by nothing but the source or the level of their money: 财政拨款, 本级资金."""

from __future__ import annotations

from perfxl.words.phrase import Phrase, Subject
from perfxl.words.statements import Figure
from perfxl.words.tokens import Kind, Quantity
from perfxl.words.vocabulary import Meaning, vocabulary

_LEVEL, _THIS_YEAR = "本级", "本年"
"""What the level of the unit itself, and the money of this year, are called among the sources of the vocabulary."""


def subject_of_part(phrase: Phrase, named: Subject, whole: Figure | None) -> Subject:
    """What a part is of, where its words name ``named``: a source or a level is no other figure of the topic.

    ``whole`` is what the list splits that it stands in; None within mere brackets. The spending out of a source is that
    of the whole unit only in a list that splits it; what is spent at one level never is.
    """
    source = _source_of(phrase, listed=whole is not None)
    of_the_same = named.item == whole.item if whole is not None else bool(named.name)
    of_the_unit = named.item and of_the_same and source.scope != _LEVEL
    return named if not source.name or of_the_unit else source


def _source_of(phrase: Phrase, listed: bool) -> Subject:
    """The source or level that stands in the place of an item, in its words; nothing where an item is named as well."""
    if phrase.foreign(phrase.tokens):
        return Subject()
    words, sources = [], []
    for token in phrase.tokens:
        if token.meaning in (Meaning.SCOPE, Meaning.LEVEL):
            sources.append(token.names)
        elif listed and token.kind is Kind.TEXT:
            sources.append(_LEVEL)
        elif listed and token.meaning is Meaning.THIS_YEAR and token.names == _THIS_YEAR:
            sources.append(_THIS_YEAR)
        else:
            continue
        words.append(token.text)
    source = next((one for one in sources if one not in (_LEVEL, _THIS_YEAR)), "".join(sources[:1]))
    return Subject(name="".join(words), scope=source)


def inherited(phrase: Phrase, quantity: Quantity, topic: Subject, current: Figure | None) -> Subject:
    """What a figure without a name is of: the topic, from the source that its words state, or the source before it.

    What is spent behind a source, and is not more than that source gave, may be spent out of it.
    """
    behind_source = current is not None and current.of_source and current.quantity.unit == quantity.unit
    if current is not None and behind_source and (not phrase.basis or quantity.number <= current.number):
        return Subject(name=current.name, scope=current.scope)
    scopes = [token.names for token in phrase.tokens if token.meaning is Meaning.SCOPE]
    return topic._replace(scope=scopes[0]) if scopes and topic.name else topic


def exclude_each_other(kinds: list[str]) -> bool:
    """Whether no two of these sources or levels can hold the same money."""
    distinct = set(kinds)
    return len(distinct) == len(kinds) and any(distinct <= way for way in vocabulary().sources)
