"""docs/excel.md says of the worksheet functions what they say of themselves."""

from __future__ import annotations

from pathlib import Path

from perfxl.addin.functions import FUNCTIONS, WorksheetFunction

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "excel.md"


def row(function: WorksheetFunction) -> str:
    """The function's row of the table."""
    optional = {name: f"[{name}]" for name in function.optional}
    call = f"`{function.name}({', '.join(optional.get(name, name) for name in function.arguments)})`"
    arguments = "；".join(f"{name} {meaning}" for name, meaning in function.arguments.items())
    return f"| {call} | {function.description} | {arguments} |"


def test_the_table_of_functions_is_as_generated() -> None:
    lines = DOCUMENT.read_text("utf-8").splitlines()
    start = lines.index("| 函数 | 结果 | 参数 |")
    assert lines[start + 2 : start + 2 + len(FUNCTIONS)] == [row(function) for function in FUNCTIONS.values()]
    assert lines[start + 2 + len(FUNCTIONS)] == ""
