"""Choices of form sets and parameter sets for entry slips."""

from __future__ import annotations

from perfxl.formset.load import FormSetError, form_set_ids, load_form_set
from perfxl.formset.model import FormSet

_BETWEEN = "　"


def form_sets() -> list[FormSet]:
    """All form sets whose definition can be read."""
    found = []
    for form_set_id in form_set_ids():
        try:
            found.append(load_form_set(form_set_id))
        except FormSetError:  # perfxl formsets --check says what is wrong with it; the others can be chosen
            continue
    return found


def choice(form_set: FormSet) -> str:
    """How a form set stands in a list: its id, then its name."""
    return f"{form_set.id}{_BETWEEN}{form_set.name}"


def chosen_id(text: str) -> str:
    """The id in what was chosen from the list or typed."""
    return text.replace(" ", _BETWEEN).partition(_BETWEEN)[0]
