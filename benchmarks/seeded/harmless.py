"""Harmless changes of generated returns: the variations that the tests apply to returns in memory, here as files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from random import Random

from made import BASE, FIRST, OVERALL, SECOND, UNIT
from perfxl.checking import check_bytes
from perfxl.finding import Finding
from perfxl.workbook.model import Book
from perfxl.workbook.read import read_book
from seeded.generators import GENERATORS
from seeded.paper import Draft, book_bytes
from variations import VARIATIONS
from variations_of_layout import ALL
from yuan import book_in_yuan

YEAR = 2021
IN_YUAN = "all_in_yuan"
"""Every amount in 元, and every mark: told by TY-07, once, as a warning, and by no other rule."""
_WITHOUT_MARKS = ("hebei-2020",)
"""Its project forms state no unit of money, so that nothing marks the whole return."""
_MARKED_FOR_2021 = ("hunan-2021",)
_NOT_AS_FILES = {"figures_calculated"}
"""Stored results of formulas cannot be written by the library that writes these files."""
_OF_THE_EVALUATION = {
    "numbers_with_unit", "zeros_behind_the_point", "dashes_for_nothing", "title_with_year_and_unit", "title_in_the_middle",
    "years_with_blanks", "of_which_in_other_ways", "other_names", "full_width_labels", "thousands_commas",
}  # fmt: skip
"""Variations that speak of the labels or of the scores and amounts of hunan-2021 only."""


def kinds() -> Iterator[tuple[str, str]]:
    """Form set and variation, every pair that applies: those of layout need the cells of hunan-2021."""
    for form_set in GENERATORS:
        for name in ALL:
            own = form_set in _MARKED_FOR_2021
            everywhere = name in VARIATIONS and name not in _OF_THE_EVALUATION
            if name not in _NOT_AS_FILES and (own or everywhere):
                yield form_set, name
        if form_set not in _WITHOUT_MARKS:
            yield form_set, IN_YUAN


def varied(form_set: str, name: str, seed: int) -> bytes:
    """The return of a seed, changed in a harmless way, as a file."""
    rng = Random(f"harmless/{form_set}/{name}/{seed}")
    draft = GENERATORS[form_set](rng, year=YEAR, unit=UNIT, projects=2)
    if name == IN_YUAN:
        return bytes_in_yuan(draft)
    while form_set in _MARKED_FOR_2021 and not _as_the_variations_need(draft):
        draft = GENERATORS[form_set](rng, year=YEAR, unit=UNIT, projects=2)
    for paper, sheet in zip(draft.papers, _SHEETS.get(form_set, ()), strict=False):
        paper.sheet = sheet
    book = read_book(draft.bytes())
    variation: Callable[[Book, Random], Book] = ALL[name]
    return book_bytes(variation(book, rng))


def bytes_in_yuan(draft: Draft) -> bytes:
    """A draft as a file whose amounts and marks are in 元."""
    data = draft.bytes()
    ret = check_bytes(data, "file.xlsx").ret
    assert ret is not None
    return book_bytes(book_in_yuan(read_book(data), ret))


_SHEETS: Mapping[str, tuple[str, ...]] = {"hunan-2021": (BASE, OVERALL, FIRST, SECOND)}


def _as_the_variations_need(draft: Draft) -> bool:
    """Amounts inside their labels (one variation puts them beside), no funds carried over (one writes dashes there)."""
    carried = (draft.get(f"项目{number}.上年结转资金.全年预算数") for number in (1, 2))
    return bool(draft.holder("部门.资金总额").inside["部门.资金总额"].before) and not any(carried)


def findings(form_set: str, name: str, seed: int) -> list[Finding]:
    """What perfxl finds in a return that was only changed in a harmless way."""
    return check_bytes(varied(form_set, name, seed), "file.xlsx").findings
