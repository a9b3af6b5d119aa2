"""Write edits into a copy of a workbook without losing anything that is in it."""

from perfxl.atomic import write_atomically
from perfxl.workbook.edit.apply import apply_edits
from perfxl.workbook.edit.edits import (
    CellStyle,
    Choices,
    CopySheet,
    Edit,
    EditRefused,
    InsertRows,
    PutSheet,
    RemoveSheet,
    SetCached,
    SetFill,
    SetNote,
    SetValue,
    SheetCell,
    Value,
)
from perfxl.workbook.edit.marks import clear_marks

__all__ = [
    "CellStyle",
    "Choices",
    "CopySheet",
    "Edit",
    "EditRefused",
    "InsertRows",
    "PutSheet",
    "RemoveSheet",
    "SetCached",
    "SetFill",
    "SetNote",
    "SetValue",
    "SheetCell",
    "Value",
    "apply_edits",
    "clear_marks",
    "write_atomically",
]
