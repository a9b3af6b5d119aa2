"""Sentences to statements: one pass over the tokens of a paragraph. What does not fit is left unread."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from msgspec import Struct, field

from perfxl.words.lists import OpenLists, listed_quantities, segments_of, whole_of
from perfxl.words.phrase import CHANGES, NO_SUBJECT, Phrase, Subject
from perfxl.words.settle import settled
from perfxl.words.sources import inherited, subject_of_part
from perfxl.words.statements import Change, Figure, Parts, Share, Statements
from perfxl.words.tokens import MONEY, PERCENT, POINTS, Kind, Quantity, Sentence, Token
from perfxl.words.vocabulary import Meaning

_RECENT = 40
"""How many of the latest changes can be those of one sentence."""
_SENTENCE_END = Token(Kind.MARK, "。", 0, 0)
_Context = tuple[Subject, Figure | None]


class Reader(Struct):
    """Reads sentence after sentence. ``this_year`` is the report's year, 0 if unknown; ``units`` its unit's names.

    In the paragraphs ``overall`` a budget without a name is that of the whole unit.
    """

    this_year: int
    units: Collection[str]
    overall: Collection[int] = ()
    found: Statements = field(default_factory=Statements)
    _sentence: Sentence = field(default=Sentence(0, "", ()))
    _tokens: list[Token] = field(default_factory=list)
    _phrase: list[Token] = field(default_factory=list)
    _before: list[Token] = field(default_factory=list)
    _compared: list[Token] = field(default_factory=list)
    """What everything in the sentence is compared with: 与上年相比 at its head."""
    _topic: Subject = NO_SUBJECT
    _spoken: Subject = NO_SUBJECT
    """What the paragraph spoke of last."""
    _current: Figure | None = None
    _change: Change | None = None
    _share_of: Quantity | None = None
    _lists: OpenLists = field(default_factory=OpenLists)
    _outside: list[_Context] = field(default_factory=list)
    """What is spoken of outside each open bracket."""
    _year: int = 0
    _period: bool = False
    _last: Figure | None = None

    def read(self, sentences: Iterable[Sentence]) -> Statements:
        """Everything that the sentences state."""
        paragraph = 0
        for sentence in sentences:
            if sentence.paragraph != paragraph:
                self._last, self._spoken, paragraph = None, NO_SUBJECT, sentence.paragraph
            self._begin(sentence)
            at = 0
            while at < len(self._tokens):
                at = self._token(at)
            self._mark(_SENTENCE_END)
            self.found.sentences.append(sentence)
        return self.found

    def _begin(self, sentence: Sentence) -> None:
        self._sentence, self._tokens = sentence, settled(sentence.tokens)
        self._phrase, self._before, self._outside, self._compared = [], [], [], []
        self._lists = OpenLists()
        self._topic, self._year = NO_SUBJECT, self.this_year
        self._change = self._share_of = None
        self._current = self._spoken_of_before()
        self._period = False

    def _spoken_of_before(self) -> Figure | None:
        """What a sentence that begins with 比上年 compares: the only figure of the sentence before it."""
        first = self._tokens[0].meaning if self._tokens else None
        before = self.found.sentences[-1] if self.found.sentences else None
        if first is not Meaning.COMPARE or before is None or before.paragraph != self._sentence.paragraph:
            return None
        figures = self.found.of(before)
        return figures[0] if len(figures) == 1 else None

    def _token(self, at: int) -> int:
        token = self._tokens[at]
        if token.kind is Kind.MARK:
            self._mark(token)
        elif token.kind is Kind.QUANTITY or (token.kind is Kind.BARE and self._listing):
            return self._quantity(at)
        elif token.kind is Kind.PERIOD:
            self._period = self._period or "12月" not in token.text
        elif token.kind is Kind.UNREAD:
            self._phrase.append(token)
        elif token.meaning is Meaning.OF_WHICH:
            self._open_parts()
        else:
            self._phrase.append(token)
            compared = any(one.meaning is Meaning.COMPARE for one in self._phrase)
            if at == 0 and token.meaning is Meaning.BASE:
                self._year = self.this_year - 1
            elif token.kind is Kind.YEAR and not compared:
                self._year = token.year
            elif token.meaning is Meaning.THIS_YEAR:
                self._year = self._year if token.text in ("全年", "年度", "全年度") else self.this_year
        return at + 1

    @property
    def _listing(self) -> bool:
        return any(token.meaning is Meaning.RESPECTIVELY for token in self._phrase)

    def _mark(self, token: Token) -> None:
        if token.text == "、" and self._phrase:
            self._phrase.append(token)
            return
        if token.text in ":：" and self._phrase:
            return
        phrase = Phrase(self._phrase, self.units)
        if self._phrase:
            if phrase.names_a_thing:
                self._topic = self._spoken = phrase.subject(weak=False)
            self._lists.read(phrase)
            if phrase.has(Meaning.COMPARE) and phrase.change is None:
                self._compared = self._phrase
            self._before = self._phrase
        if token.text == "(":
            self._outside.append((self._topic, self._current))
        elif token.text == ")" and self._outside:
            self._topic, self._current = self._outside.pop()
            if self._change is not None and self._change.of is not self._current:
                self._change = None
            self._lists.close(len(self._outside))
        elif token.text == ";":
            self._change = None
            if self._lists.whole is not None:
                self._current = self._lists.whole
            else:
                self._topic = NO_SUBJECT
        self._phrase = []

    def _open_parts(self) -> None:
        whole = self._current or (self._last if not self._phrase and self._lists.whole is None else None)
        self._phrase = []
        self._change = None
        self._lists.partial = False
        if whole is not None and whole.quantity.unit != PERCENT:
            self.found.parts.append(self._lists.begin(whole, len(self._outside)))

    def _quantity(self, at: int) -> int:
        token = self._tokens[at]
        phrase = Phrase(self._phrase, self.units)
        if phrase.has(Meaning.RESPECTIVELY):
            after = self._respectively(at, phrase)
            self._phrase = []
            return after
        if token.quantity is not None:
            count = len(self.found.figures)
            follower = self._follower(at)
            self._one(token, token.quantity, phrase, follower)
            if len(self.found.figures) > count and follower is not None and follower.kind is Kind.TEXT:
                self.found.figures[-1].noun = follower.text
        self._phrase = []
        return at + 1

    def _follower(self, at: int) -> Token | None:
        return self._tokens[at + 1] if at + 1 < len(self._tokens) else None

    def _one(self, token: Token, quantity: Quantity, phrase: Phrase, after: Token | None) -> None:
        if after is not None and (after.meaning is Meaning.AROUND or after.text.startswith("/")):
            quantity = quantity._replace(vague=True)
        if phrase.has(Meaning.APPROX):
            quantity = quantity._replace(vague=True)
        if quantity.unit == POINTS:
            self._change = None
        elif quantity.unit == PERCENT:
            self._rate(token, quantity, phrase)
        elif phrase.has(Meaning.SHARE):
            self._share_of = None if quantity.vague else quantity
        elif phrase.change is not None:
            self._changed(token, quantity, phrase, phrase.change)
        elif phrase.has(Meaning.COMPARE):
            self._base(token, quantity, phrase)
        else:
            self._state(token, quantity, phrase)

    def _changed(self, token: Token, quantity: Quantity, phrase: Phrase, word: int) -> None:
        before, after = phrase.tokens[:word], phrase.tokens[word + 1 :]
        if any(one.meaning is Meaning.TO for one in after):
            self._moved_to(token, quantity, Phrase(before, self.units))
            return
        current = self._current
        if current is None or not Phrase(after).bare_words or phrase.foreign(before, current.item):
            self._current = self._change = None
            return
        if current.quantity.unit != quantity.unit:
            self._change = None
            return
        change = self._open_change(current, phrase)
        if change.amount is not None:
            change = self._change = self._new_change(current, phrase)
        change.amount, change.sign = quantity, CHANGES[phrase.tokens[word].meaning or Meaning.UP]
        change.start, change.end = change.start or token.start, token.end

    def _moved_to(self, token: Token, quantity: Quantity, phrase: Phrase) -> None:
        """A figure that something rose or fell to: the one before it, of the same thing, was its base."""
        former = self._current
        figure = self._state(token, quantity, phrase)
        if former is None or former.quantity.unit != quantity.unit or figure.named_here:
            return
        change = self._change = self._new_change(figure, phrase)
        change.base, change.start, change.end = former.quantity, former.start, token.end
        change.base_figure = former
        if former.year != figure.year or former.basis.planned:
            return
        words = [*self._compared, *phrase.tokens]
        years = [one.year for one in words if one.kind is Kind.YEAR]
        last = any(one.meaning is Meaning.BASE for one in words)
        former.year = years[-1] if years else figure.year - 1
        former.exact = former.exact and (bool(years) or last)

    def _open_change(self, current: Figure, phrase: Phrase) -> Change:
        """The change under way; another one where it is compared with something else by now."""
        change = self._change
        if change is None:
            change = self._new_change(current, phrase)
        elif phrase.has(Meaning.COMPARE):
            against = self._against(phrase)
            if change.against != against and (change.amount is not None or change.rate is not None):
                change = self._new_change(current, phrase)
            change.against = against
        self._change = change
        return change

    def _new_change(self, current: Figure, phrase: Phrase) -> Change:
        change = Change(current, self._sentence, against=self._against(phrase))
        self.found.changes.append(change)
        return change

    def _against(self, phrase: Phrase) -> str:
        """What a change is measured against: last year, a year that is named, or the budget of this one."""
        tokens = phrase.tokens if phrase.has(Meaning.COMPARE) else self._compared
        if any(one.meaning in (Meaning.INITIAL, Meaning.ADJUSTED, Meaning.BUDGET) for one in tokens):
            return "预算数"
        year = next((one.year for one in tokens if one.kind is Kind.YEAR), self.this_year - 1)
        return "上年数" if year == self.this_year - 1 else f"{year}年数"

    def _base(self, token: Token, quantity: Quantity, phrase: Phrase) -> None:
        current = self._current
        same = current is not None and current.quantity.unit == quantity.unit
        if current is None or not same or phrase.foreign(phrase.tokens, current.item):
            self._current = self._change = None
            return
        self._change = self._new_change(current, phrase)
        self._change.base, self._change.start = quantity, token.start

    def _rate(self, token: Token, quantity: Quantity, phrase: Phrase) -> None:
        current, word = self._current, phrase.change
        if phrase.has(Meaning.SHARE) or self._share_of is not None:
            self._share(token, quantity, phrase)
        elif word is not None:
            before, after = phrase.tokens[:word], phrase.tokens[word + 1 :]
            allowed = current.item if current else ""
            if current is None or not Phrase(after).bare_words or phrase.foreign(before, allowed):
                self._change = None
                return
            change = self._open_change(current, phrase)
            if change.rate is not None:
                change = self._change = self._new_change(current, phrase)
            change.rate, change.rate_sign = quantity, CHANGES[phrase.tokens[word].meaning or Meaning.UP]
            change.start, change.end = change.start or token.start, token.end
        elif not phrase.tokens and self._change is not None and self._change.rate is None and self._outside:
            self._change.rate, self._change.rate_sign = quantity, self._change.sign
            self._change.end = token.end
        elif phrase.has(Meaning.ITEM):
            self._state(token, quantity, phrase)

    def _share(self, token: Token, quantity: Quantity, phrase: Phrase) -> None:
        whole, self._share_of = self._share_of, None
        current = self._current
        if current is None or quantity.vague:
            return
        figure = None
        if whole is None:
            figure = whole_of(current, phrase.subject(weak=True), self.found.of(self._sentence))
            whole = figure.quantity if figure is not None and figure.exact else None
        if whole is not None and whole.unit == current.quantity.unit:
            self.found.shares.append(Share(current, whole, quantity, token.start, token.end, figure))

    def _state(self, token: Token, quantity: Quantity, phrase: Phrase) -> Figure:
        named = phrase.subject(weak=phrase.of_whole_unit(self._topic, self._spoken))
        unnamed = not named.name and self._topic == NO_SUBJECT and self._sentence.paragraph in self.overall
        if unnamed and phrase.of_a_year and phrase.basis.planned:
            named = Subject("支出合计", "预算数")
        if self._lists.whole is not None or self._outside:
            named = subject_of_part(phrase, named, self._lists.whole)
        here = bool(named.name)
        totalled = not here and self._is_total(quantity, phrase)
        subject = named
        if not here and not totalled and quantity.unit == MONEY:
            subject = inherited(phrase, quantity, self._topic, self._current)
        last = phrase.has(Meaning.BASE)
        vague = quantity.vague or phrase.has(Meaning.BOUND, Meaning.CUMULATIVE) or self._period
        figure = Figure(
            self._sentence, token.start, token.end, quantity, subject.item, subject.name, subject.residue,
            subject.scope, phrase.basis, self.this_year - 1 if last else self._year, not vague, here,
        )  # fmt: skip
        self.found.add(figure)
        if totalled:
            self._total(figure)
        else:
            self._lists.place(figure, phrase, len(self._outside))
        if here and quantity.unit == MONEY and not figure.of_source:
            self._topic = self._spoken = subject
        if not last or self._current is None or here:
            self._current, self._change = figure, None
        self._last = figure
        return figure

    def _is_total(self, quantity: Quantity, phrase: Phrase) -> bool:
        """Whether words that name nothing say that a figure is a total: 合计, or 共 alone behind other amounts."""
        if phrase.has(Meaning.TOTAL) or quantity.unit != MONEY:
            return phrase.has(Meaning.TOTAL)
        before = [one for one in self.found.of(self._sentence) if one.quantity.unit == MONEY and one.exact]
        return phrase.has(Meaning.TOGETHER) and phrase.bare_words and bool(before)

    def _total(self, figure: Figure) -> None:
        """A total behind its parts: those of the same unit before it in the sentence."""
        figure.summed = True
        before = [
            one for one in self.found.of(self._sentence)[:-1]
            if one.quantity.unit == figure.quantity.unit and one.year == figure.year
            and not one.summed
        ]  # fmt: skip
        if len(before) >= 2:
            self.found.parts.append(Parts(figure, before, listed=True))

    def _respectively(self, at: int, phrase: Phrase) -> int:
        """A list of names and a list of quantities; unread where they are not equally many."""
        after, listed = listed_quantities(self._tokens, at)
        word = next(i for i, one in enumerate(phrase.tokens) if one.meaning is Meaning.RESPECTIVELY)
        rest = Phrase(phrase.tokens[word + 1 :], self.units)
        self._change = None
        if rest.change is not None or rest.has(Meaning.COMPARE):
            self._changes_of_last(listed, rest)
            return after
        names = phrase.tokens[:word] or self._before
        segments = list(segments_of(names))
        self._current = None
        if len(segments) != len(listed) or any(token.quantity is None for token in listed):
            return after
        tail = [one for one in segments[-1] if one.kind is not Kind.YEAR]
        for segment, token in zip(segments, listed, strict=True):
            years = [one for one in segment if one.kind is Kind.YEAR]
            own = segment if len(years) < len(segment) else [*segment, *tail]
            self._year = years[-1].year if years else self._year
            words = [*own, *(one for one in rest.tokens if one.meaning is not Meaning.TOTAL)]
            if token.quantity is not None:
                self._state(token, token.quantity, Phrase(words, self.units))
        self._current = None
        return after

    def _changes_of_last(self, listed: Sequence[Token], rest: Phrase) -> None:
        """分别增加…、… after as many figures."""
        here = [one for one in self.found.of(self._sentence) if one.quantity.unit != PERCENT]
        figures = here[-len(listed) :]
        if len(here) < len(listed) or rest.change is None or rest.foreign(rest.tokens):
            self._current = None
            return
        sign = CHANGES[rest.tokens[rest.change].meaning or Meaning.UP]
        for figure, token in zip(figures, listed, strict=True):
            quantity = token.quantity
            if quantity is None or quantity.unit not in (PERCENT, figure.quantity.unit):
                continue
            change = self._latest_change(figure, quantity.unit == PERCENT) or self._new_change(figure, rest)
            if quantity.unit == PERCENT:
                change.rate, change.rate_sign = quantity, sign
            else:
                change.amount, change.sign = quantity, sign
            change.start, change.end = token.start, token.end

    def _latest_change(self, figure: Figure, for_rate: bool) -> Change | None:
        changes = [one for one in self.found.changes[-_RECENT:] if one.of is figure]
        if changes and (changes[-1].rate if for_rate else changes[-1].amount) is None:
            return changes[-1]
        return None
