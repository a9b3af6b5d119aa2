"""Workbooks."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from calc_engine import convert
from calc_engine.names import Names
from calc_engine.office import properties, set_typed, struct, url
from calc_engine.ranges import Range
from calc_engine.sheets import Sheet, Sheets

if TYPE_CHECKING:
    from calc_engine.app import App

# LibreOffice's names for what it writes, by the ending of the file.
WRITERS = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".xltx": "Calc MS Excel 2007 XML Template",
    ".xls": "MS Excel 97",
    ".xlt": "MS Excel 97 Vorlage/Template",
    ".ods": "calc8",
    ".csv": "Text - txt - csv (StarCalc)",
}
# An add-in opens only if LibreOffice is told what it is.
READERS = {".xlam": WRITERS[".xlsm"]}

_NEVER_RUN_MACROS = 0
_RUN_MACROS = 4
# com.sun.star.sheet: AddressConvention.XL_A1, FormulaLanguage.XL_ENGLISH, every FormulaMapGroup
_EXCEL_ADDRESSES = 1
_EXCEL_ENGLISH = 5
_ALL_WORDS = 0x7FFFFFFF


class Books(base_classes.Books):
    """The open workbooks, in the order in which they were opened."""

    def __init__(self, app: App) -> None:
        self.app = app

    @property
    def api(self) -> Any:
        return self.app.api.Components

    @property
    def active(self) -> Book | None:
        return self.app.active_book

    def __len__(self) -> int:
        return len(self.app.open_books)

    def __iter__(self) -> Iterator[Book]:
        return iter(list(self.app.open_books))

    def __call__(self, key: int | str) -> Book:
        if isinstance(key, int):
            return self.app.open_books[key - 1]
        for book in self.app.open_books:
            if book.name.lower() == key.lower():
                return book
        raise KeyError(key)

    def add(self) -> Book:
        return self._loaded("private:factory/scalc", None, Hidden=True)

    def open(
        self,
        fullname: str,
        update_links: Any = None,
        read_only: bool | None = None,
        format: Any = None,
        password: str | None = None,
        *_others: Any,
    ) -> Book:
        """Open a file; its macros do not run unless the environment says so (CALC_ENGINE_MACROS=1)."""
        if not os.path.exists(fullname):
            raise FileNotFoundError(fullname)
        arguments: dict[str, Any] = {
            "Hidden": True,
            "ReadOnly": bool(read_only),
            "MacroExecutionMode": _RUN_MACROS if _runs_macros() else _NEVER_RUN_MACROS,
        }
        ending = os.path.splitext(fullname)[1].lower()
        if ending in READERS:
            arguments["FilterName"] = READERS[ending]
        if password:
            arguments["Password"] = password
        return self._loaded(url(fullname), os.path.abspath(fullname), **arguments)

    def _loaded(self, address: str, path: str | None, **arguments: Any) -> Book:
        document = self.app.api.loadComponentFromURL(address, "_blank", 0, properties(**arguments))
        if document is None:
            raise OSError(f"LibreOffice does not open {path}")
        book = Book(self.app, document, path)
        self.app.open_books.append(book)
        self.app.active_book = book
        book.follow_calculation_mode()
        return book


def _runs_macros() -> bool:
    return os.environ.get("CALC_ENGINE_MACROS") == "1"


class Book(base_classes.Book):
    """One workbook."""

    def __init__(self, app: App, document: Any, path: str | None) -> None:
        self._app = app
        self._document = document
        self._path = path
        self._first_name = app.next_book_name() if path is None else os.path.basename(path)
        self._format_types: dict[int, int] = {}
        self._format_spellings: dict[int, str] = {}
        self._number_reader: Any = None
        self._parser: Any = None

    @property
    def app(self) -> App:
        return self._app

    @property
    def api(self) -> Any:
        return self._document

    @property
    def name(self) -> str:
        return os.path.basename(self._path) if self._path else self._first_name

    @property
    def fullname(self) -> str:
        return self._path or self._first_name

    @cached_property
    def sheets(self) -> Sheets:
        return Sheets(self)

    @property
    def names(self) -> Names:
        return Names(self, None)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Book) and other._document == self._document

    def __hash__(self) -> int:
        return id(self._app)

    @property
    def selection(self) -> Range | None:
        """The selected cells, the first area if there are several; None if something else is selected."""
        selected = self._document.CurrentSelection
        if selected is None:
            return None
        if selected.supportsService("com.sun.star.sheet.SheetCellRanges"):
            selected = selected.getByIndex(0)
        if not selected.supportsService("com.sun.star.sheet.SheetCellRange"):
            return None
        return Range.of_uno(Sheet(self, selected.getSpreadsheet()), selected)

    def activate(self) -> None:
        self._app.active_book = self

    def close(self) -> None:
        self._document.close(True)
        self._app.open_books.remove(self)
        if self._app.active_book is self:
            self._app.active_book = self._app.open_books[-1] if self._app.open_books else None

    def save(self, path: str | None = None, password: str | None = None) -> None:
        """Save, under a new name and in the format of its ending if `path` is given."""
        target = os.path.abspath(path or self._path or self._first_name)
        ending = os.path.splitext(target)[1].lower()
        if not ending:
            target, ending = target + ".xlsx", ".xlsx"
        if ending not in WRITERS:
            raise NotImplementedError(f"LibreOffice does not write {ending}")
        arguments: dict[str, Any] = {"FilterName": WRITERS[ending], "Overwrite": True}
        if password:
            arguments["Password"] = password
        self._document.storeAsURL(url(target), properties(**arguments))
        self._path = target

    def to_pdf(self, path: str, quality: Any = None) -> None:
        self._document.storeToURL(url(path), properties(FilterName="calc_pdf_Export"))

    def run(self, macro: str, arguments: Any) -> Any:
        """Run a Basic function of the workbook, as "Module1.Name" or, in the first module, "Name"."""
        library = self._document.BasicLibraries.ProjectName or "VBAProject"
        # xlwings puts the workbook before it: 'book.xlsm'!Module1.Name
        macro = macro.rpartition("!")[2]
        if "." not in macro:
            macro = self._module_of(library, macro) + "." + macro
        script = self._document.getScriptProvider().getScript(
            f"vnd.sun.star.script:{library}.{macro}?language=Basic&location=document"
        )
        plain = tuple(getattr(argument, "api", argument) for argument in arguments)
        return script.invoke(plain, (), ())[0]

    def _module_of(self, library: str, macro: str) -> str:
        modules = self._document.BasicLibraries.getByName(library)
        for name in modules.ElementNames:
            if f" {macro.lower()}(" in modules.getByName(name).lower():
                return str(name)
        raise KeyError(macro)

    def follow_calculation_mode(self) -> None:
        """Calculate at once or not, as the program is set."""
        self._document.enableAutomaticCalculation(self._app.calculation != "manual")

    def format_type(self, key: int) -> int:
        """What kind of number format `key` is: the bits of com.sun.star.util.NumberFormat."""
        if key not in self._format_types:
            self._format_types[key] = self._document.NumberFormats.getByKey(key).Type
        return self._format_types[key]

    def format_key(self, text: str) -> int:
        """Calc's number for a number format in Excel's spelling; made if it is new.

        The spelling is kept, because Calc changes it and Excel does not.
        """
        formats, locale = self._document.NumberFormats, struct("lang.Locale", Language="en", Country="US")
        key = formats.queryKey(text, locale, False)
        if key == -1:
            key = formats.addNew(text, locale)
        self._format_spellings[key] = text
        return int(key)

    def format_text(self, key: int) -> str:
        """A number format in Excel's spelling."""
        if key not in self._format_spellings:
            stored = self._document.NumberFormats.getByKey(key).FormatString
            self._format_spellings[key] = convert.excel_format(stored)
        return self._format_spellings[key]

    def formula_parser(self) -> Any:
        """A parser that reads and prints formulas in Excel's syntax, functions by their English names."""
        if self._parser is None:
            mapper = self._document.createInstance("com.sun.star.sheet.FormulaOpCodeMapper")
            words = mapper.getAvailableMappings(_EXCEL_ENGLISH, _ALL_WORDS)
            self._parser = self._document.createInstance("com.sun.star.sheet.FormulaParser")
            set_typed(self._parser, "OpCodeMap", "[]com.sun.star.sheet.FormulaOpCodeMapEntry", words)
            self._parser.FormulaConvention = _EXCEL_ADDRESSES
        return self._parser

    def number_reader(self) -> Any:
        """What finds the number that a typed text means."""
        if self._number_reader is None:
            self._number_reader = self._app.office.service("com.sun.star.util.NumberFormatter")
            self._number_reader.attachNumberFormatsSupplier(self._document)
        return self._number_reader
