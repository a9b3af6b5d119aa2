"""The workbook open in Excel, through xlwings: filled, checked, marked and led through, reversibly."""

from __future__ import annotations


class LiveError(Exception):
    """What cannot be done with the open workbook; ``str()`` is a Chinese sentence for the user.

    It is raised before anything is changed, or after everything was put back.
    """
