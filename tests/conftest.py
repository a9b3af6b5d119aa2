"""Fixtures for all tests, and how often garbage is looked for while they run."""

import gc

from calc_engine.fixtures import calc_app, calc_book, calc_program

__all__ = ["calc_app", "calc_book", "calc_program"]

_GARBAGE = 50_000
"""New objects after which cycles are looked for, as in the workers of a batch."""


def pytest_collection() -> None:
    """What is collected stays to the end: looking through it time and again finds nothing."""
    gc.disable()


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.set_threshold(_GARBAGE, 10, 10)
    gc.enable()
