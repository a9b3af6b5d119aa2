"""What units everywhere call a label in other words: names that hold for every form set, kept in one list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from msgspec.structs import replace

from perfxl.definitions import read_definition
from perfxl.formset.labels import normal
from perfxl.formset.model import YEAR_MARK, Column, Field, Label, Row

COMMON_NAMES = "common-names.yaml"
"""The list, beside the folders of the form sets."""
_Item = TypeVar("_Item", Column, Row, Field)


@lru_cache(maxsize=4)
def common_names(path: Path) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """The names by kind (``columns``, ``rows``, ``fields``) and by the normal form of the official label.

    Raises DefinitionError, OSError or UnicodeDecodeError.
    """
    return {
        kind: {normal(label): tuple(names) for label, names in labels.items()}
        for kind, labels in read_definition(path).items()
    }


def with_common_names(items: Sequence[_Item], names: Mapping[str, tuple[str, ...]]) -> tuple[_Item, ...]:
    """Columns, rows or fields that stand together, each with the common names of its label that none of them has."""
    own = {norm for item in items if item.label for norm in item.label.norms}
    return tuple(
        item if item.label is None else replace(item, label=_widened(item.label, names, own))
        for item in items
    )


def _widened(label: Label, names: Mapping[str, tuple[str, ...]], own: set[str]) -> Label:
    common = names.get(label.norms[0], ())
    added = (name for name in common if normal(YEAR_MARK.sub("2000", name)) not in own)
    return replace(label, aliases=(*label.aliases, *added))
