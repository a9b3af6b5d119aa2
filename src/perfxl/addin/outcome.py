"""What a button did, or why it did nothing."""

from __future__ import annotations

from msgspec import Struct


class ActionError(Exception):
    """An action that cannot be done as things are; ``str()`` says why and what to do, in Chinese."""


class Outcome(Struct, frozen=True):
    """What to tell the user: in a message box, or, where it is ``quiet``, in the status bar."""

    message: str
    quiet: bool = False
