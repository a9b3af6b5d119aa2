"""What a workbook holds that is not audited: sheets that are no form of the form set, forms that stand there twice,
columns that are none of a form's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from perfxl.finding import Place
    from perfxl.returns.model import FormReturn


class Stranger(Struct):
    """A sheet that is no form of the form set: of another one (``recognised``), or only like one, or like none."""

    sheet: str
    title: str = ""
    """The form that it is, or is most like; "" if none is near."""
    form_set: str = ""
    held: int = 0
    """How many of that form's ``labels`` are there."""
    labels: int = 0
    missing: tuple[str, ...] = ()
    recognised: bool = False
    near: bool = False
    """Whether it has that form's title or most of its labels: it may be one, altered or of another place."""
    row: int = 0
    """Where the form begins, 0 for the sheet as a whole."""


class Copy(Struct, frozen=True):
    """A form that is not audited, because there is another one ``instead`` of it, or because that one's is not.

    ``why`` is a Chinese clause; ``hidden`` says that its sheet is.
    """

    form: FormReturn
    instead: FormReturn | None
    why: str
    hidden: bool = False


class UnreadColumn(Struct, frozen=True):
    """A column with figures beside those of a grid or list, none of the form's."""

    heading: str
    """What stands over it, "" for nothing."""
    instead: str
    """The label of a column of the form that is not there and that it may be, "" for none."""
    told: bool
    """Whether the form must have that column, so that its absence is told."""
    place: Place
    """Its heading; its first figure where it has none."""
    figure: Place
    """Its first figure."""
