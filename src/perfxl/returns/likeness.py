"""What a sheet that is no form is said to be like, and which of that form's labels it lacks."""

from __future__ import annotations

from collections.abc import Sequence

from perfxl.formset.model import Form
from perfxl.returns.known import Known, labels_held, labels_of
from perfxl.returns.layouts import ruled_out
from perfxl.returns.region import Region
from perfxl.returns.unaudited import Stranger

_NEAR, _ALIKE = 0.2, 0.5
"""From which share on a sheet without a form's title is said to be like the form, and so much so that it may be it."""


def most_like(region: Region, named: Sequence[Known], known: Sequence[Known]) -> Stranger | None:
    """The form of which a region holds most labels: of those whose title it has (``named``), else of all.

    One that it cannot be is named where there is no other. Of equals it is that of the form set whose own it is, which
    others take in beside their units' forms.
    """
    possible = [form for form in named or known if not ruled_out(form.form, region)]
    counted = [(held := form.held(region), form.share(held), form) for form in possible or named or known]
    if not counted:
        return None
    _, share, best = max(counted, key=lambda counts: (*counts[:2], not _taken_in(counts[2].form)))
    if not named and share < _NEAR:
        return None
    stranger = likened(best, region)
    stranger.near = bool(named) or share >= _ALIKE
    return stranger


def likened(known: Known, region: Region) -> Stranger:
    """A region said to be like a form."""
    labels = labels_of(known.form)
    held = labels_held(labels, region)
    missing = tuple(text for key, text in labels.official.items() if key not in held)
    return Stranger(
        region.sheet.name, known.form.title.text, known.source.id, len(held), len(labels.official), missing
    )


def _taken_in(form: Form) -> bool:
    """Whether a form set only takes in a form beside its own."""
    return form.optional and form.per_project
