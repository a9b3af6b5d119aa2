"""Consistent returns as they are: nothing may be found in them, alone or beside the returns that belong to them."""

from __future__ import annotations

from random import Random

from perfxl.finding import Finding
from seeded.declaration import declaration_of
from seeded.evaluation import last_year
from seeded.generators import GENERATORS
from seeded.measure import findings_of

BESIDE = {"上年报送件": "LAST_YEAR", "年初申报表": "DECLARED"}
"""What a return of hunan-2021 is also compared with."""


def findings(form_set: str, seed: int, beside: str = "") -> list[Finding]:
    """What perfxl finds in the consistent return of a seed; ``beside`` is one of :data:`BESIDE`."""
    draft = GENERATORS[form_set](Random(f"clean/{form_set}/{seed}"))
    if beside:
        other = last_year(draft) if BESIDE[beside] == "LAST_YEAR" else declaration_of(draft)
        draft.others = [(BESIDE[beside], other)]
    return findings_of(draft)
