"""The same forms twice in a folder that is one return: marked copies beside their originals, Word documents beside
workbooks, copies of a file. Each form counts once, and what the unit explained on a copy counts for the original.

What differs is left alone: which of two holds cannot be told here, and the audit says so. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from perfxl.file_findings import TWICE, file_finding
from perfxl.finding import Finding, Level, Place
from perfxl.formset.labels import normal
from perfxl.returns.model import FormReturn, Return
from perfxl.returns.same_project import differing, how_they_differ, project_of
from perfxl.returns.value import Value
from perfxl.workbook.model import Book


class Part(Struct, frozen=True):
    """One file of a folder: what it holds and the explanations in it, or the ``problem`` of reading it.

    ``sha256`` is "" where not even its bytes could be had; its sheets are named after it. ``marked`` says that it is a
    marked copy, ``word`` that it is a Word document or the marked copy of one, ``tells`` that this is a report as well;
    ``said`` is what is said of the file itself.
    """

    name: str
    sha256: str
    book: Book | None = None
    explanations: Mapping[str, str] = {}
    problem: Finding | None = None
    marked: bool = False
    word: bool = False
    tells: bool = False
    said: Sequence[Finding] = ()


_MOST_NAMED = 6
"""How many forms a message names."""
Read = Callable[[Sequence[Part]], Return | None]
"""Reads the forms of files as one return."""


def each_once(parts: Sequence[Part], read: Read) -> tuple[list[Part], list[Finding]]:
    """The files without those forms that another one holds as well, and what is said of it.

    The forms are read for that only where there are marked copies, Word documents or files that are the same.
    """
    said: list[Finding] = []
    kept = list(parts)
    books = [one for one in parts if one.book]
    if any(one.marked or one.word for one in books) or len({one.sha256 for one in books}) < len(books):
        ret = read(books)
        for without in (_without_repeated, _without_marked, _without_words):
            kept = without(kept, ret, said)
    return kept, said


def _without_repeated(parts: Sequence[Part], ret: Return | None, said: list[Finding]) -> list[Part]:
    """The files but for those with forms that are another one byte by byte; that with the shortest name counts."""
    first: dict[str, str] = {}
    for one in sorted(parts, key=lambda one: (len(one.name), one.name)):
        first.setdefault(one.sha256, one.name)
    again = {one.name: one for one in parts if first[one.sha256] != one.name and _forms(one, ret)}
    for one in again.values():
        said.append(_noted(one, f"与 {first[one.sha256]} 内容完全相同，未审核，审核的是后者", None))
    return [one for one in parts if one.name not in again]


def _without_marked(parts: Sequence[Part], ret: Return | None, said: list[Finding]) -> list[Part]:
    """The files but for marked copies whose originals are there; explanations on a copy count for the original."""
    kept = {one.name: one for one in parts}
    for copy in (one for one in parts if one.marked):
        original = next((one for one in parts if not one.marked and _is_copy(copy, one, ret)), None)
        if original is None:
            continue
        del kept[copy.name]
        own = kept[original.name]
        kept[original.name] = replace(own, explanations={**copy.explanations, **own.explanations})
        also = "，其中的核实说明照样计入" if copy.explanations else ""
        said.append(_noted(copy, f"是 {original.name} 的标注件，表中内容相同，只审核后者{also}"))
    return list(kept.values())


def _is_copy(copy: Part, original: Part, ret: Return | None) -> bool:
    forms, others = _forms(copy, ret), _forms(original, ret)
    pairs = zip(forms, others, strict=False)
    return bool(forms) and len(forms) == len(others) and all(_same(one, other) for one, other in pairs)


def _without_words(parts: Sequence[Part], ret: Return | None, said: list[Finding]) -> list[Part]:
    """The files with those forms of Word documents taken out that a workbook holds, and without the documents that hold
    no other ones.

    Of a report only those forms are taken that no workbook holds; one with other figures than the workbook's is told.
    """
    workbooks = [form for one in parts if not one.word for form in _forms(one, ret)]
    kept = []
    for one in parts:
        if not one.word or one.book is None:
            kept.append(one)
            continue
        found = ((form, _twin(form, workbooks, whatever=one.tells)) for form in _forms(one, ret))
        twins = [(form, other) for form, other in found if other is not None]
        if twins and not one.tells:
            pairs = "、".join(f"“{form.sheet}”同“{other.sheet}”" for form, other in twins[:_MOST_NAMED])
            more = f"等 {len(twins)} 张" if len(twins) > _MOST_NAMED else ""
            said.append(_noted(one, f"里的表工作簿里也有，内容相同，只审核工作簿里的：{pairs}{more}"))
        if one.tells:
            said += [_unlike(one, form, other) for form, other in twins if differing(form, other)]
        sheets = _sheets_of_forms(one, ret) - {form.sheet for form, _ in twins}
        if sheets:
            rest = [sheet for sheet in one.book.sheets if sheet.name in sheets]
            kept.append(replace(one, book=replace(one.book, sheets=rest)))
    return kept


def _forms(part: Part, ret: Return | None) -> list[FormReturn]:
    """The forms that stand in a file, counted or not."""
    if ret is None or part.book is None:
        return []
    names = {sheet.name for sheet in part.book.sheets}
    return [form for form in (*ret.forms, *(copy.form for copy in ret.copies)) if form.sheet in names]


def _sheets_of_forms(part: Part, ret: Return | None) -> set[str]:
    """The sheets of a file that hold forms, of other form sets too."""
    others = ret.strangers if ret is not None else ()
    foreign = {stranger.sheet for stranger in others if stranger.recognised}
    own = {sheet.name for sheet in part.book.sheets} if part.book else set()
    return {form.sheet for form in _forms(part, ret)} | foreign & own


def _twin(form: FormReturn, others: Sequence[FormReturn], *, whatever: bool) -> FormReturn | None:
    """The one of the others that a form is as well, with the same content or ``whatever`` it says."""
    wanted = _same_project if whatever else _same
    return next((other for other in others if wanted(form, other)), None)


def _same_project(one: FormReturn, other: FormReturn) -> bool:
    return one.id == other.id and project_of(one) == project_of(other)


def _same(one: FormReturn, other: FormReturn) -> bool:
    """Whether all that two forms state is the same, wherever it stands."""
    stated, others = _stated(one), _stated(other)
    pairs = zip(stated, others, strict=False)
    return _same_project(one, other) and len(stated) == len(others) and all(_alike(*pair) for pair in pairs)


def _stated(form: FormReturn) -> list[Value]:
    return [value for value in form.all_values if value.text]


def _alike(one: Value, other: Value) -> bool:
    """Whether two values say the same, as they are shown or as numbers: one document keeps as text what another counts."""
    alike = normal(one.text) == normal(other.text)
    return one.name == other.name and (alike or (one.number is not None and one.number == other.number))


def _unlike(report: Part, form: FormReturn, other: FormReturn) -> Finding:
    """What is said of a form in a report that states other figures than that of the workbook, which is audited."""
    message = (
        f"{report.name} 里的“{form.name}”（{form.sheet}）与工作簿里的（{other.sheet}）"
        f"{how_they_differ(form, other)}，审核的是后者"
    )
    return file_finding(TWICE, message, Place(report.name), "请核对以哪张为准，改正另一张。", Level.WARNING)


def _noted(part: Part, message: str, level: Level | None = Level.INFO) -> Finding:
    return file_finding(TWICE, f"{part.name} {message}", Place(part.name), "请只留一份。", level)
