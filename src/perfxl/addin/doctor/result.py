"""What a check found."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct


class State(Enum):
    """The outcome of a check; the value is what the user reads."""

    OK = "正常"
    PROBLEM = "问题"
    NOT_APPLICABLE = "不适用"
    UNKNOWN = "查不到"


class Result(Struct, frozen=True):
    """``found`` says what was found; ``advice`` what to do, empty where nothing need be done. Both Chinese.

    ``name`` is what was checked; ``run_checks`` sets it.
    """

    state: State
    found: str
    advice: str = ""
    name: str = ""

    def __str__(self) -> str:
        """One line, and a second one with the advice."""
        advice = f"\n　　办法：{self.advice}" if self.advice else ""
        return f"{self.state.value}　{self.name}：{self.found}{advice}"


def ok(found: str) -> Result:
    """Nothing in the way here."""
    return Result(State.OK, found)


def problem(found: str, advice: str) -> Result:
    """Something that keeps the add-in from running, and the way out."""
    return Result(State.PROBLEM, found, advice)


def not_applicable(found: str) -> Result:
    """A check that means nothing on this machine."""
    return Result(State.NOT_APPLICABLE, found)


def unknown(found: str, advice: str = "") -> Result:
    """Neither shown to be right nor wrong."""
    return Result(State.UNKNOWN, found, advice)
