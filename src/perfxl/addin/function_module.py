"""The VBA side of the worksheet functions: a module with one short function for each, and what to say of them."""

from __future__ import annotations

from perfxl.addin.functions import FUNCTIONS, WorksheetFunction
from perfxl.addin.vba_project import VbaModule

NAME = "PerfxlFunctions"
_LONGEST = 255
"""Characters of a text that Excel's function wizard takes."""
_WORDS_OF_BASIC = {"base"}
"""Not names everywhere: LibreOffice takes ``base`` for the word of ``Option Base``."""


def function_module() -> VbaModule:
    """Module ``PerfxlFunctions``; each function hands its arguments to ``PerfxlCall`` of ``macros/``.

    Built in advance, it needs no "trust access to the VBA project", which importing functions from Python would.
    """
    lines = [f'Attribute VB_Name = "{NAME}"', "' Generated from perfxl.addin.functions.", "Option Explicit"]
    for function in FUNCTIONS.values():
        lines += ["", *_lines(function)]
    return VbaModule("\r\n".join([*lines, ""]))


def function_texts() -> list[list[str | int]]:
    """For the function wizard, a row for each function: name, description, number of arguments, their meanings."""
    return [
        [
            function.name,
            function.description[:_LONGEST],
            len(function.arguments),
            *(meaning[:_LONGEST] for meaning in function.arguments.values()),
        ]
        for function in FUNCTIONS.values()
    ]


def _lines(function: WorksheetFunction) -> list[str]:
    names = {name: f"{name}_value" if name in _WORDS_OF_BASIC else name for name in function.arguments}
    parameters = ", ".join(
        f"{'Optional ' if name in function.optional else ''}ByVal {vba_name} As Variant"
        for name, vba_name in names.items()
    )
    return [
        f"Public Function {function.name}({parameters}) As Variant",
        f'    {function.name} = PerfxlCall("{function.name}", Array({", ".join(names.values())}))',
        "End Function",
    ]
