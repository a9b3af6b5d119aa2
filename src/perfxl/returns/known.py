"""The forms of form sets as they are recognised: by their titles, and by how many of their labels a region holds."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct

from perfxl.formset.listed import Listed, titles_of
from perfxl.formset.model import YEAR_MARK, Column, Field, Form, FormSet, Row
from perfxl.returns.region import Region


class Known(Struct, frozen=True):
    """A form with the titles it is recognised by."""

    source: FormSet | Listed
    form_id: str
    titles: tuple[str, ...]

    @property
    def form_set(self) -> FormSet:
        """Its form set, loaded."""
        return self.source.load() if isinstance(self.source, Listed) else self.source

    @property
    def form(self) -> Form:
        """The form itself; its form set is loaded for it."""
        return self.form_set.forms[self.form_id]

    def held(self, region: Region) -> int:
        """How many of the form's labels a region holds, under any of their names."""
        return len(labels_held(labels_of(self.form), region))

    def known(self, region: Region) -> int:
        """How many labels of a region are the form's, also such as it need not have."""
        return len(labels_of(self.form).all_names & region.keys)

    def share(self, held: int) -> float:
        """So many labels as a share of all that it has."""
        return held / len(labels_of(self.form).official)


class Labels(Struct, frozen=True):
    """The labels of a form: the official wording by its normal form, and those by each of their names.

    ``all_names`` are also those of labels that it need not have.
    """

    official: Mapping[str, str]
    names: Mapping[str, tuple[str, ...]]
    all_names: frozenset[str]


def labels_held(labels: Labels, region: Region) -> set[str]:
    """Those of a form's labels, by their normal form, that a region holds under any of their names."""
    return {official for name in labels.names.keys() & region.keys for official in labels.names[name]}


@lru_cache(maxsize=256)
def labels_of(form: Form) -> Labels:
    """The labels of a form's fields, grids and lists, worked out once."""
    items: list[Field | Column | Row] = [*form.fields.values()]
    for grid in form.grids.values():
        items += [*grid.columns, *grid.rows]
    for listing in form.lists.values():
        items += listing.columns
    labels = [item.label for item in items if item.label and item.expected]
    all_names = frozenset(name for item in items if item.label for name in item.label.norms)
    official: dict[str, str] = {}
    names: dict[str, tuple[str, ...]] = {}
    for label in labels:
        key = label.norms[0]
        if key not in official:
            official[key] = YEAR_MARK.sub("", label.text)
            for name in label.norms:
                names[name] = (*names.get(name, ()), key)
    return Labels(official, names, all_names)


@lru_cache(maxsize=128)
def known_forms(source: FormSet | Listed) -> tuple[Known, ...]:
    """What the forms of a set are recognised by, worked out once."""
    titles = source.titles if isinstance(source, Listed) else titles_of(source)
    return tuple(Known(source, form_id, found) for form_id, found in titles.items())
