"""Fixtures for all tests."""

from calc_engine.fixtures import calc_app, calc_book, calc_program

__all__ = ["calc_app", "calc_book", "calc_program"]
