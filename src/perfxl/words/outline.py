"""The outline of a report: its sections, its title, its year, the names it calls its unit by, its attachments."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise, takewhile

from msgspec import Struct

from perfxl.words.document import Document, Paragraph
from perfxl.words.text import half

_NUMBER = r"(?:[一二三四五六七八九十]{1,3}[、.]|第[一二三四五六七八九十]+(?:部分|章)[、:]?|\([一二三四五六七八九十]{1,3}\)[、.]?)"
_HEADING = re.compile(
    rf"^(?P<number>{_NUMBER})(?P<title>[^。:;,(（]{{2,40}}?)(?P<rest>[。:(].*|)$", re.DOTALL
)
_SAME_OR_HIGHER = re.compile(r"^[一二三四五六七八九十]{1,3}[、.]")
_TITLE_WORDS = re.compile(r"绩效(?:自评|评价|自评价)?(?:报告|文本)|自评报告|绩效自评|工作总结|绩效评价")
_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})年")
_UNIT_IN_TITLE = re.compile(
    r"^(?:关于)?(.{2,30}?)(?:(?:19|20)[0-9]{2}年|部门整体|整体支出|部门预算|部门支出|单位整体|预算绩效)"
)
_UNIT_LINE = re.compile(
    r"^(?:单位名称|填报单位|部门名称|评价单位|编报单位|报告单位|单位|部门)(?:\((?:盖章|公章)\))?:(?:\((?:盖章|公章)\))?(.+)$"
)
_ATTACHED = re.compile(
    r"^附件?[:：]?(?=[^0-9一二三四五六七八九十])|以下附件|附件(?:清单|目录|如下)|附件[:：]?$"
)
_LISTED = re.compile(r"^(?:附件)?:?([0-9]{1,2}|[一二三四五六七八九十])[、.．:](?=\D)(.+)$")
_ANNEX = re.compile(r"^附件([0-9]{1,2}|[一二三四五六七八九十])(?:-[0-9]+)?[:：]?")
_FORM_TITLE = re.compile(r"绩效.{0,16}表(?:\([^()]*\))?$")
_IN_SENTENCE = re.compile("[,。;]")
_LONGEST_HEAD = 40
_OVERALL = re.compile("整体|总体|概况|收支|预算执行|预决算|资金情况")
_TOP = 12


class Section(Struct, frozen=True):
    """A heading with its paragraph's number, what stands behind it in the same paragraph, and what follows it."""

    title: str
    paragraph: int
    rest: str
    body: tuple[Paragraph, ...]

    @property
    def text(self) -> str:
        """All that the section says."""
        return half(self.rest.strip("。:：；;")) + "".join(half(paragraph.text) for paragraph in self.body)


class Outline(Struct, dict=True):
    """What the shape of a report tells of it."""

    document: Document

    @cached_property
    def sections(self) -> list[Section]:
        """The sections under headings of the first and second level, in order."""
        return list(_sections(self.document.paragraphs))

    @cached_property
    def overall(self) -> frozenset[int]:
        """The paragraphs that stand directly under a heading on the unit as a whole."""
        under: dict[int, str] = {}
        for section in self.sections:
            under.update((paragraph.number, section.title) for paragraph in section.body)
            under[section.paragraph] = section.title
        return frozenset(number for number, title in under.items() if _OVERALL.search(title))

    def about(self, words: str, unless: str = "$^") -> list[Section]:
        """The sections whose title matches ``words`` and not ``unless``."""
        wanted, unwanted = re.compile(words), re.compile(unless)
        return [one for one in self.sections if wanted.search(one.title) and not unwanted.search(one.title)]

    @cached_property
    def title_lines(self) -> list[str]:
        """The first lines, in half width, up to the first heading or sentence."""
        lines = []
        for paragraph in self.document.paragraphs[:_TOP]:
            text = half(paragraph.text)
            if _HEADING.match(text) or text.endswith(("。", ";", ":")) or "元" in text:
                break
            lines.append(text)
        return lines

    @cached_property
    def title(self) -> str:
        """The line that says what report this is; "" where none does. The title of a form (…绩效自评表) says it of none."""
        lines = (half(one.text) for one in self.document.paragraphs if len(one.text) <= 60)
        heads = [line for line in lines if not _FORM_TITLE.search(line)]
        pairs = (first + second for first, second in pairwise(heads))
        joined = [line for line in pairs if not _FORM_TITLE.search(line)]
        for line in (*heads[:_TOP], *joined[:_TOP]):
            if _TITLE_WORDS.search(line) and not line.endswith("。") and len(line) <= 60:
                return line
        return ""

    @cached_property
    def year(self) -> int:
        """The year the title states, else the one that stands most often; 0 where none does."""
        for line in (self.title, *self.title_lines):
            years = _YEAR.findall(line)
            if years and len(line) <= 60 and (line is self.title or "年度" in line):
                return int(years[0])
        stated = Counter(
            int(year) for one in self.document.paragraphs for year in _YEAR.findall(half(one.text))
        )
        return max(stated, key=lambda year: (stated[year], year)) if stated else 0

    @cached_property
    def units(self) -> tuple[str, ...]:
        """What the head of the report calls the unit."""
        found = []
        for line in dict.fromkeys((self.title, *self.title_lines)):
            for pattern in (_UNIT_LINE, _UNIT_IN_TITLE):
                if named := pattern.match(line):
                    found.append(named[1].strip("()（）:：《》 "))
        return tuple(name for name in dict.fromkeys(found) if len(name) >= 2)

    @cached_property
    def listed_attachments(self) -> list[tuple[int, str, int]]:
        """What the list of attachments names: number, title, paragraph."""
        found: list[tuple[int, str, int]] = []
        listing = False
        for paragraph in self.document.paragraphs:
            text = half(paragraph.text)
            if _ATTACHED.search(text) and len(text) <= 60:
                listing = True
                text = re.sub(r"^附件?[:：]", "", text)
            if listing and (entry := _LISTED.match(text)) and len(text) <= 60:
                found.append((_ordinal(entry[1]), entry[2].strip("。;；"), paragraph.number))
            elif found:
                break
        return found

    @cached_property
    def annexes(self) -> list[tuple[int, str]]:
        """The annexes that begin in the report itself: number, and the line (with the next one) that begins them."""
        lines = self.document.paragraphs
        found = []
        for at, paragraph in enumerate(lines):
            text = half(paragraph.text)
            if (annex := _ANNEX.match(text)) and len(text) <= 60:
                following = half(lines[at + 1].text) if at + 1 < len(lines) else ""
                found.append((_ordinal(annex[1]), text[annex.end() :] or following))
        return found


def annex_number(text: str) -> int:
    """The number of an annex that a line or a sheet's name begins with (``附件2``); 0 for none."""
    found = _ANNEX.match(half(text.strip()))
    return _ordinal(found[1]) if found else 0


def _ordinal(word: str) -> int:
    from perfxl.words.text import chinese_number

    return chinese_number(word) or 0


def _sections(paragraphs: Sequence[Paragraph]) -> Iterator[Section]:
    heads = [(at, found) for at, one in enumerate(paragraphs) if (found := _heading(one))]
    for index, (at, (title, rest, first)) in enumerate(heads):
        end = len(paragraphs)
        for later, (_, _, higher) in heads[index + 1 :]:
            if higher or not first:
                end = later
                break
        body = list(takewhile(lambda one: not _begins_annex(one), paragraphs[at + 1 : end]))
        yield Section(title, paragraphs[at].number, rest, tuple(body))


def _begins_annex(paragraph: Paragraph) -> bool:
    """Whether a line is the head of an annex or of a form: what follows it is said there, not in the report's text."""
    text = half(paragraph.text)
    if len(text) > _LONGEST_HEAD or _IN_SENTENCE.search(text):
        return False
    return bool(_ANNEX.match(text) or _FORM_TITLE.search(text))


def _heading(paragraph: Paragraph) -> tuple[str, str, bool] | None:
    """Title, rest of the paragraph, and whether it is of the first level."""
    text = half(paragraph.text)
    if found := _HEADING.match(text):
        first = bool(_SAME_OR_HIGHER.match(text)) or text.startswith("第")
        return found["title"], found["rest"], first
    if paragraph.level and len(text) <= 40:
        return text, "", paragraph.level == 1
    return None
