"""Read a returned workbook, whatever it is, into sheets of cells. Every file is treated as hostile."""

from __future__ import annotations

from perfxl.workbook.blanks import without_blanks
from perfxl.workbook.content import CellMaker
from perfxl.workbook.markup import RELATION_ID, in_main, parse_whole
from perfxl.workbook.model import Book, Sheet, Unreadable
from perfxl.workbook.package import (
    DEFAULT_LIMITS,
    Limits,
    Package,
    Relationship,
    damaged,
    file_too_large,
    too_large,
)
from perfxl.workbook.sheet_exact import Content, read_exact
from perfxl.workbook.sheet_fast import LARGEST, FastReader
from perfxl.workbook.sniff import ole_format, package_format, refuse
from perfxl.workbook.strings import read_strings
from perfxl.workbook.styles import read_formats

__all__ = ["DEFAULT_LIMITS", "Limits", "read_book"]

_WORKBOOK = in_main("workbook")
_SHEET = in_main("sheet")
_PROPERTIES = in_main("workbookPr")
_NOT_WORKSHEETS = frozenset({"chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet"})


def read_book(data: bytes, *, limits: Limits = DEFAULT_LIMITS) -> Book:
    """Read the bytes of an .xlsx, .xlsm, .xls, .et, .xlsb or .ods file; what it is, the bytes tell.

    Values are those saved in the file; nothing is calculated. Raises ``Unreadable`` with a Chinese sentence
    if the bytes are no workbook, encrypted, damaged, or cost more than ``limits``.
    """
    if len(data) > limits.file_bytes:
        raise file_too_large(limits)
    if not data:
        raise Unreadable("empty", "文件是空的（0 字节），可能上传或拷贝时中断。请重新报送原文件。")
    if data[:2] == b"PK":
        package = Package(data, limits)
        kind = package_format(package)
        if kind == "xlsx":
            return _named(_Reader(package, limits).book())
        from perfxl.workbook.legacy import read_package

        return _named(read_package(data, package, kind, limits))
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        kind = ole_format(data)
        from perfxl.workbook.legacy import read_ole

        return _named(read_ole(data, kind, limits))
    raise refuse(data)


def _named(book: Book) -> Book:
    """Give sheets without a name one, for a cell is named by its sheet. Excel itself refuses such a workbook.

    Raises Unreadable where two have one name: nobody could tell their cells apart.
    """
    seen: set[str] = set()
    for number, sheet in enumerate(book.sheets, 1):
        sheet.name = sheet.name or f"（第 {number} 张，没有名称）"
        if sheet.name.casefold() in seen:
            raise Unreadable(
                "damaged",
                f"文件已损坏：有两张工作表都叫“{sheet.name}”。请用 Excel 打开修复、另存后重新报送。",
            )
        seen.add(sheet.name.casefold())
    return book


class _Reader:
    """Reads one package in the XML format."""

    def __init__(self, package: Package, limits: Limits) -> None:
        self._package = package
        self._limits = limits
        self._part = package.main_part
        self._relations = package.relationships(self._part)
        self._date1904 = False
        self._listed: list[dict[str, str]] = []

    def book(self) -> Book:
        """The workbook with all its worksheets."""
        self._read_list()
        maker = CellMaker(self._strings(), self._formats(), self._date1904)
        fast = FastReader(maker)
        sheets: list[Sheet] = []
        parts: set[str] = set()
        left = self._limits.cells
        for attributes in self._listed:
            maker.part = part = self._sheet_part(attributes)
            if not part:
                continue
            if part in parts:
                raise damaged(part, "有几张工作表都指向它")
            parts.add(part)
            sheet = self._sheet(attributes, fast, maker, left)
            left -= self._limits.sheet_cells if sheet.oversized else len(sheet.cells)
            sheets.append(sheet)
        if not sheets:
            raise Unreadable("damaged", "文件里没有工作表（只有图表页或宏表，或已损坏）。请核对后重新报送。")
        kinds = [relation.kind for relation in self._relations.values()]
        macros = "vbaProject" in kinds or "xl/vbaproject.bin" in self._package
        return Book(sheets, self._format(), macros, kinds.count("externalLink"))

    def _format(self) -> str:
        types = "[content_types].xml"
        macro_enabled = types in self._package and b"macroEnabled.main" in self._package.read(types)
        return "xlsm" if macro_enabled else "xlsx"

    def _read_list(self) -> None:
        """Take the list of sheets from the main part."""
        root: list[str] = []

        def start(tag: str, attributes: dict[str, str]) -> None:
            if not root:
                root.append(tag)
            if tag in _SHEET:
                self._listed.append(attributes)
            elif tag in _PROPERTIES:
                self._date1904 = attributes.get("date1904", "0") in ("1", "true", "on")

        parse_whole(self._package.read(self._part), self._part, start)
        if root[0] not in _WORKBOOK:
            raise Unreadable(
                "not_workbook", "这个文件不是 Excel 工作簿（主部件不是工作簿）。请核对后重新报送。"
            )
        if len(self._listed) > self._limits.sheets:
            raise too_large(f"工作表超过 {self._limits.sheets} 个")

    def _related(self, kind: str) -> Relationship | None:
        """The part of this kind, if there is one: the first that the relationships name."""
        return next((relation for relation in self._relations.values() if relation.kind == kind), None)

    def _strings(self) -> list[str]:
        relation = self._related("sharedStrings")
        # Some writers name the part without saving it when there is no text; a reference to it is an error
        # later.
        if relation is None or relation.target not in self._package:
            return []
        return read_strings(self._package.read(relation.target), relation.target)

    def _formats(self) -> list[str]:
        relation = self._related("styles")
        if relation is None or relation.target not in self._package:
            return []
        return read_formats(self._package.read(relation.target), relation.target)

    def _sheet_part(self, attributes: dict[str, str]) -> str:
        """The part of a listed sheet, ``""`` for a sheet that holds no cells, such as a chart."""
        name = attributes.get("name", "")
        identifier = next((attributes[key] for key in RELATION_ID if key in attributes), "")
        if not identifier:
            return ""  # a macro module of old, which has no part
        relation = self._relations.get(identifier)
        if relation is None or relation.external:
            raise damaged(self._part, f"工作表“{name}”没有对应的部件")
        return "" if relation.kind in _NOT_WORKSHEETS else relation.target

    def _sheet(self, attributes: dict[str, str], fast: FastReader, maker: CellMaker, left: int) -> Sheet:
        """A sheet with its cells; without them if it alone is too large while the workbook need not be."""
        name, most = attributes.get("name", ""), self._limits.sheet_cells
        hidden = attributes.get("state", "visible") != "visible"
        try:
            cells, merges, lines = self._content(fast, maker, min(left, most))
        except Unreadable as error:
            if error.reason != "too_large" or left < most:
                raise
            return Sheet(name, {}, [], hidden, oversized=error.what)
        if self._date1904:
            from perfxl.workbook.dates import with_days_of_1900

            cells = with_days_of_1900(cells)
        return Sheet(name, cells, merges, hidden, hidden_rows=lines.rows, hidden_columns=lines.columns)

    def _content(self, fast: FastReader, maker: CellMaker, left: int) -> Content:
        package, part = self._package, maker.part
        if package.size(part) > self._limits.sheet_bytes:
            raise too_large(f"工作表解压后超过 {self._limits.sheet_bytes // 1_000_000} MB")
        if package.size(part) <= LARGEST:
            data = package.read(part)
            content = fast.read(data, left)
            return read_exact((data,), maker, left) if content is None else content
        return read_exact(without_blanks(package.stream(part)), maker, left)
