"""The form sets with the titles of their forms, read without loading the definitions: most are not needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from msgspec import Struct

from perfxl.definitions import read_made
from perfxl.formset.load import DEFINITION, form_set_ids, load_form_set, make_label, templates_folder
from perfxl.formset.model import FormSet


class Listed(Struct, frozen=True, eq=False):
    """A form set that is loaded when it is asked for. ``titles`` are the normal forms of each form's titles."""

    id: str
    titles: Mapping[str, tuple[str, ...]]

    def load(self) -> FormSet:
        """The form set itself. Raises FormSetError."""
        return load_form_set(self.id)


@lru_cache(maxsize=64)
def listed(form_set_id: str) -> Listed:
    """One form set. Raises FormSetError for an id that does not exist, or a definition that cannot be read."""
    if form_set_id in form_set_ids():
        path = templates_folder() / form_set_id / DEFINITION
        made = read_made(path)
        titles = titles_in(path.read_text("utf-8", errors="replace")) if made is None else _titles(made)
        if titles:
            return Listed(form_set_id, titles)
    return Listed(form_set_id, titles_of(load_form_set(form_set_id)))


def listed_form_sets() -> list[Listed]:
    """All form sets, sorted by id. Raises FormSetError."""
    return [listed(form_set_id) for form_set_id in form_set_ids()]


def titles_of(form_set: FormSet) -> dict[str, tuple[str, ...]]:
    """The titles of a loaded form set, in normal form, by form."""
    return {form.id: form.title.norms for form in form_set.forms.values()}


def titles_in(definition: str) -> dict[str, tuple[str, ...]] | None:
    """The titles in the text of a definition. None where it is written in a way that takes the whole to read."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return _titles(yaml.load("\n".join(_title_lines(definition)), Loader=loader))  # noqa: S506  # a safe loader
    except (yaml.YAMLError, ValueError):
        return None


def _titles(definition: Any) -> dict[str, tuple[str, ...]] | None:
    try:
        return {str(name): _norms(form) for name, form in definition["forms"].items()}
    except (KeyError, TypeError, AttributeError, ValueError):
        return None


def _norms(form: Mapping[str, Any]) -> tuple[str, ...]:
    title, aliases = form["label"], form.get("aliases") or []
    if not isinstance(title, str) or not isinstance(aliases, list):
        raise TypeError("not a title")
    return make_label(title, tuple(map(str, aliases))).norms


def _title_lines(definition: str) -> Iterator[str]:
    """Of the section ``forms`` the name of each form, its ``label`` and its ``aliases``; still YAML."""
    inside = keep = False
    form_depth = key_depth = 0
    for line in definition.splitlines():
        flat = line.lstrip(" ")
        if not flat or flat.startswith("#"):
            continue
        depth = len(line) - len(flat)
        if depth == 0:
            inside = keep = flat.startswith("forms:")
        elif inside:
            form_depth = form_depth or depth
            if depth <= form_depth:
                keep, key_depth = True, 0
            else:
                key_depth = key_depth or depth
                if depth <= key_depth and not flat.startswith("- "):
                    keep = flat.startswith(("label:", "aliases:"))
        if inside and keep:
            yield line
