"""What a file is, by its first bytes and, in a package, by its parts; never by its name."""

from __future__ import annotations

from perfxl.workbook.model import Unreadable
from perfxl.workbook.package import Package

SAVE_AS_XLSX = "请用 Excel 或 WPS 打开后另存为“Excel 工作簿（.xlsx）”，再重新报送。"
_IMPORT = "请用 perfxl import 把其中的绩效表读入工作簿，再重新报送。"
_SAVE_AS_DOCX = "请用 Word 或 WPS 打开后另存为“Word 文档（.docx）”，再重新报送。"
_WORD, _OLD_WORD = " Word 文档（.docx）", " Word 文档（.doc）"
_ADVICE = {_WORD: _IMPORT, _OLD_WORD: _SAVE_AS_DOCX}
_TEXT_PROBE = 4096
_CONTENT_TYPES = "[content_types].xml"

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "PDF 文件"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩包"),
    (b"\x1f\x8b", "gzip 压缩包"),
    (b"\x89PNG", "图片（PNG）"),
    (b"\xff\xd8\xff", "图片（JPEG）"),
    (b"BM", "图片（BMP）"),
    (b"GIF8", "图片（GIF）"),
    (b"{\\rtf", "RTF 文档"),
)
_PARTS: tuple[tuple[str, str], ...] = (
    ("word/document.xml", _WORD),
    ("ppt/presentation.xml", "演示文稿（.pptx）"),
    ("ofd.xml", "OFD 版式文件"),
    ("visio/document.xml", "Visio 图"),
)
_OPEN_DOCUMENTS = {
    b"application/vnd.oasis.opendocument.text": "文字文档（.odt）",
    b"application/vnd.oasis.opendocument.presentation": "演示文稿（.odp）",
}
_OLE_STREAMS: tuple[tuple[str, str], ...] = (
    ("WordDocument", _OLD_WORD),
    ("PowerPoint Document", "演示文稿（.ppt）"),
    ("VisioDocument", "Visio 图"),
    ("__properties_version1.0", "Outlook 邮件（.msg）"),
)
_OLD_BIFF = (
    b"\x09\x00\x04\x00",
    b"\x09\x02\x06\x00",
    b"\x09\x04\x06\x00",
    b"\x09\x08\x08\x00",
    b"\x09\x08\x10\x00",
)


def package_format(package: Package) -> str:
    """``xlsx``, ``xlsb`` or ``ods`` for a zip package. Any other raises ``Unreadable("not_workbook")``."""
    if package.main_part.endswith(".bin"):
        return "xlsb"
    if "mimetype" in package:
        kind = package.read("mimetype").strip()
        if kind.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
            return "ods"
        if kind in _OPEN_DOCUMENTS:
            raise _not_workbook(_OPEN_DOCUMENTS[kind])
    for part, what in _PARTS:
        if part in package:
            raise _not_workbook(what)
    if package.main_part:
        return "xlsx"
    names = package.names()
    if any(name.endswith((".xlsx", ".xls", ".et", ".xlsm")) for name in names):
        raise Unreadable("not_workbook", "这是一个压缩包，里面装着表格文件。请先解压，再报送其中的表格。")
    if any(name.startswith("xl/") for name in names):
        raise Unreadable("damaged", "文件已损坏：缺少工作簿的主部件 xl/workbook.xml。" + SAVE_AS_XLSX)
    raise _not_workbook("压缩包（.zip）")


def ending_of(data: bytes) -> str:
    """The extension that belongs to a workbook's bytes, as ``.xlsx``. Raises ``Unreadable`` for any other file."""
    if data[:2] != b"PK":
        return f".{ole_format(data)}"
    package = Package(data)
    kind = package_format(package)
    if kind != "xlsx" or _CONTENT_TYPES not in package:
        return f".{kind}"
    types = package.read(_CONTENT_TYPES)
    family = "xlt" if b"template.main+xml" in types or b"template.macroEnabled" in types else "xls"
    return f".{family}{'m' if b'macroEnabled.main' in types else 'x'}"


def ole_format(data: bytes) -> str:
    """``xls`` for an OLE file that holds a workbook, ``et`` if WPS wrote it as its own.

    Raises ``Unreadable`` for an encrypted file or one that holds something else.
    """
    if has_ole_entry(data, "EncryptedPackage"):
        raise encrypted()
    if any(has_ole_entry(data, name) for name in ("Workbook", "WORKBOOK", "Book", "BOOK")):
        return "et" if has_ole_entry(data, "ETExtData") else "xls"
    for stream, what in _OLE_STREAMS:
        if has_ole_entry(data, stream):
            raise _not_workbook(what)
    raise Unreadable(
        "not_workbook", "这是一个旧式 Office 文件，但里面没有工作簿，可能已损坏。" + SAVE_AS_XLSX
    )


def encrypted() -> Unreadable:
    """The error that a file needs a password."""
    return Unreadable(
        "encrypted", "文件设了打开密码，无法读取。请取消密码（文件-信息-保护工作簿）后重新报送。"
    )


def has_ole_entry(data: bytes, name: str) -> bool:
    """Whether the directory of an OLE file has a stream or storage of this name.

    Directory entries are 128 bytes long and so aligned: name, then its length in bytes with the closing zero.
    """
    encoded = name.encode("utf-16-le") + b"\0\0"
    length = len(encoded).to_bytes(2, "little")
    at = data.find(encoded, 512)
    while at >= 0:
        if at % 128 == 0 and data[at + 64 : at + 66] == length and data[at + 66 : at + 67] in (b"\1", b"\2"):
            return True
        at = data.find(encoded, at + 2)
    return False


def refuse(data: bytes) -> Unreadable:
    """The error for a file that is neither a zip package nor an OLE file, saying what it seems to be."""
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            return _not_workbook(what)
    if data.startswith(_OLD_BIFF):
        return Unreadable("unsupported", "这是 Excel 4 或更早的表格格式，无法读取。" + SAVE_AS_XLSX)
    if not data.strip(b"\0"):
        return Unreadable("damaged", "文件内容全是空字节，已损坏（可能拷贝时中断）。请重新报送原文件。")
    text = _as_text(data[:_TEXT_PROBE])
    if text is None:
        return Unreadable(
            "not_workbook", "无法识别这个文件，它不是 Excel 工作簿，或者已损坏。" + SAVE_AS_XLSX
        )
    return _refuse_text(text.lstrip("\ufeff \t\r\n").lower())


def _refuse_text(text: str) -> Unreadable:
    if text.startswith("mime-version:") or "\nmime-version:" in text:
        return _not_workbook("单个文件网页（.mht）")
    if text.startswith("<"):
        if "urn:schemas-microsoft-com:office:spreadsheet" in text or "excel.sheet" in text:
            return Unreadable("unsupported", "这是“XML 表格 2003”格式，无法读取。" + SAVE_AS_XLSX)
        if "<office:document" in text:
            return Unreadable(
                "unsupported", "这是“OpenDocument 单文件（.fods）”格式，无法读取。" + SAVE_AS_XLSX
            )
        if "<html" in text or "<table" in text or "<!doctype html" in text or "<meta" in text:
            return _not_workbook("网页（HTML），只是扩展名写成了表格")
        return _not_workbook("XML 文件")
    return _not_workbook("纯文本（如 CSV）")


def _as_text(data: bytes) -> str | None:
    """The beginning of a text file, whatever its usual encoding; ``None`` for binary data."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data[: len(data) // 2 * 2].decode("utf-16", "replace")
    if any(byte < 32 and byte not in (9, 10, 12, 13, 26, 27) for byte in data):
        return None
    for encoding in ("utf-8", "gb18030"):
        # A character may be cut in two where the probe ends.
        for cut in range(4):
            try:
                return data[: len(data) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
    return None


def _not_workbook(what: str) -> Unreadable:
    return Unreadable("not_workbook", f"这不是 Excel 工作簿，而是{what}。{_ADVICE.get(what, SAVE_AS_XLSX)}")
