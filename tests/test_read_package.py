"""The zip package: odd but valid archives, broken ones, and archives that would cost too much."""

from __future__ import annotations

import struct
import warnings
import zipfile
import zlib
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfxl.workbook.model import Unreadable
from perfxl.workbook.package import Limits, Package
from perfxl.workbook.read import read_book
from read_support import parts_of, sheet_xml, workbook, zipped

SHEET = "xl/worksheets/sheet1.xml"
ONE = sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>')


def reason(data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(Unreadable) as caught:
        read_book(data, limits=limits or Limits())
    assert str(caught.value)
    return caught.value.reason


class Unseekable(BytesIO):
    """Makes zipfile write data descriptors, as a server does that streams its download."""

    def seekable(self) -> bool:
        return False

    def tell(self) -> int:
        raise OSError


def test_stored_members_and_data_descriptors() -> None:
    assert read_book(zipped(parts_of(ONE), zipfile.ZIP_STORED)) == read_book(workbook(ONE))
    stream = Unseekable()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts_of(ONE).items():
            archive.writestr(name, content)
    assert read_book(stream.getvalue()) == read_book(workbook(ONE))


def test_zip64_sizes() -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts_of(ONE).items():
            with archive.open(name, "w", force_zip64=True) as member:
                member.write(content.encode() if isinstance(content, str) else content)
    assert read_book(buffer.getvalue()) == read_book(workbook(ONE))


def test_zip64_directory() -> None:
    """A package whose sizes and directory are recorded only in the wide fields."""
    name, content = b"a.xml", b"<a/>"
    local = struct.pack("<4s5H3L2H", b"PK\3\4", 45, 0, 0, 0, 0, zlib.crc32(content), 4, 4, len(name), 0)
    wide = struct.pack("<2H3Q", 1, 24, 4, 4, 0)
    narrow = 0xFFFFFFFF
    central = struct.pack("<4s6H3L5H2L", b"PK\1\2", 45, 45, 0, 0, 0, 0, zlib.crc32(content), narrow, narrow,
                          len(name), len(wide), 0, 0, 0, 0, narrow) + name + wide  # fmt: skip
    body = local + name + content
    end = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, 1, 1, len(central), len(body))
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, len(body) + len(central), 1)
    last = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, narrow, narrow, 0)
    data = body + central + end + locator + last
    assert zipfile.ZipFile(BytesIO(data)).read("a.xml") == content
    assert Package(data).read("a.xml") == content


def test_comment_and_upper_case_names() -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts_of(ONE).items():
            archive.writestr(name.upper(), content)
        archive.comment = b"PK comment"
    assert read_book(buffer.getvalue()) == read_book(workbook(ONE))


def test_of_duplicate_entries_the_last_counts() -> None:
    buffer = BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w") as archive:
        warnings.simplefilter("ignore")
        for name, content in parts_of(ONE).items():
            archive.writestr(name, content)
        archive.writestr(SHEET, ONE.replace("<v>1", "<v>2"))
    assert read_book(buffer.getvalue()).sheets[0].cells[1, 1].text == "2"


def test_wrong_checksum_and_wrong_length_are_damage() -> None:
    data = zipped(parts_of(ONE), zipfile.ZIP_STORED)
    assert reason(data.replace(b"<v>1</v>", b"<v>9</v>")) == "damaged"
    at = data.rfind(b"PK\1\2", 0, data.rfind(SHEET.encode()))
    longer = data[: at + 24] + struct.pack("<L", len(ONE) + 1) + data[at + 28 :]
    assert reason(longer) == "damaged"
    packed = bytearray(workbook(ONE))
    start = packed.find(SHEET.encode()) + len(SHEET)
    packed[start : start + 8] = b"\xff" * 8
    assert reason(bytes(packed)) == "damaged"


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.9, 0.99])
def test_truncated_archive(share: float) -> None:
    data = workbook(ONE)
    assert reason(data[: int(len(data) * share)]) == "damaged"


def test_entry_with_a_password_and_unknown_compression() -> None:
    data = bytearray(workbook(ONE))
    first = data.find(b"PK\1\2")
    while first >= 0:
        data[first + 8] |= 1
        first = data.find(b"PK\1\2", first + 1)
    assert reason(bytes(data)) == "encrypted"
    assert reason(zipped(parts_of(ONE), zipfile.ZIP_LZMA)) == "unsupported"


def test_limits_on_entries_size_and_ratio() -> None:
    parts = parts_of(ONE)
    many = zipped({**parts, **{f"junk/{i}": "" for i in range(20)}})
    assert reason(many, Limits(entries=20)) == "too_large"
    blank = zipped({**parts, "xl/media/blank.bin": bytes(300_000)})
    assert reason(blank, Limits(unpacked_bytes=300_000)) == "too_large"
    assert reason(blank, Limits(ratio_from_bytes=200_000)) == "too_large"
    assert read_book(blank) == read_book(many)


def test_an_entry_cannot_yield_more_than_it_declares() -> None:
    parts = parts_of(sheet_xml(" " * 1_000_000))
    data = zipped(parts)
    at = data.rfind(b"PK\1\2", 0, data.rfind(SHEET.encode()))
    lying = data[: at + 24] + struct.pack("<L", 100) + data[at + 28 :]
    package = Package(lying)
    with pytest.raises(Unreadable, match="长度"):
        package.read(SHEET)
    with pytest.raises(Unreadable, match="长度"):
        list(package.stream(SHEET))


def test_stream_and_read_agree() -> None:
    content = bytes(range(256)) * 4000
    package = Package(zipped({"a": content, "b": b""}))
    assert package.read("a") == content == b"".join(package.stream("a"))
    assert package.read("b") == b"" == b"".join(package.stream("b"))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_flipped_bytes_never_do_worse_than_unreadable(data: st.DataObject) -> None:
    content = bytearray(
        workbook(ONE, strings="<si><t>a</t></si>", styles='<cellXfs><xf numFmtId="9"/></cellXfs>')
    )
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(2, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        outcome = str(len(read_book(bytes(content)).sheets))
    except Unreadable as error:
        outcome = str(error)
    assert outcome not in ("", "0")
