"""Hostile and broken files: each ends in a finding, costs little, and reaches nothing outside of itself."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import hostile
from hostile import HOSTILE, made
from perfxl.checking import Checked, check_bytes, check_file, workbooks_in
from perfxl.workbook.blanks import without_blanks
from perfxl.workbook.content import CellMaker
from perfxl.workbook.model import column_letters
from perfxl.workbook.package import DEFAULT_LIMITS
from perfxl.workbook.sheet_exact import Content, read_exact
from workbooks import MAIN


def about_the_file(result: Checked) -> list[str]:
    return [finding.rule for finding in result.findings if finding.rule.startswith("WJ-")]


@cache
def clean_findings() -> list[str]:
    return [finding.fingerprint for finding in check_bytes(hostile.clean(), "x").findings]


@pytest.mark.parametrize("name", HOSTILE)
def test_each_ends_in_the_finding_that_fits(name: str) -> None:
    expected = made(name)
    result = check_bytes(expected.data, "x.xlsx")
    assert about_the_file(result) == expected.rules.split()
    said = [finding.message for finding in result.findings if finding.rule.startswith("WJ-")]
    assert expected.word in said[-1] if said else not expected.word
    rest = [finding.fingerprint for finding in result.findings if not finding.rule.startswith("WJ-")]
    if expected.kept:
        assert rest == clean_findings()
    elif expected.rules == "WJ-01":
        assert (rest, result.verdict) == ([], "unreadable")


def test_the_clean_return_has_findings_of_its_own() -> None:
    assert len(clean_findings()) > 20


def test_a_file_too_large_is_not_read(tmp_path: Path) -> None:
    giant = tmp_path / "giant.xlsx"
    with giant.open("wb") as file:
        file.truncate(40 * 2**30)
    result = check_file(giant)
    assert about_the_file(result) == ["WJ-01"]
    assert f"文件超过 {DEFAULT_LIMITS.file_bytes // 1_000_000} MB" in result.findings[0].message


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_what_is_no_plain_file_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.xlsx")
    (tmp_path / "device.xlsx").symlink_to("/dev/zero")
    (tmp_path / "nowhere.xlsx").symlink_to(tmp_path / "gone")
    (tmp_path / "circle.xlsx").symlink_to(tmp_path / "circle.xlsx")
    said = {path.name: check_file(path).findings[0].message for path in workbooks_in([tmp_path])}
    assert said.keys() == {"pipe.xlsx", "device.xlsx", "nowhere.xlsx", "circle.xlsx"}
    assert "不是普通文件" in said["pipe.xlsx"]
    assert "不是普通文件" in said["device.xlsx"]
    assert "文件不存在" in said["nowhere.xlsx"]
    assert "文件无法打开" in said["circle.xlsx"]


_WATCHED = """
import os, sys
from pathlib import Path
from perfxl.checking import check_file
check_file(Path(sys.argv[2]))  # what is imported and loaded on first use is not the file's doing
folder = os.path.realpath(sys.argv[1])

def watch(event, args):
    if event.startswith(("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork", "ctypes.")):
        raise SystemExit(f"{event} {args}")
    if event == "open" and isinstance(args[0], str) and not os.path.realpath(args[0]).startswith(folder):
        if not args[0].startswith((sys.prefix, sys.base_prefix, os.environ["PERFXL_SOURCE"])):
            raise SystemExit(f"opened {args[0]}")
    if event == "open" and any(flag in str(args[1]) for flag in "wax+"):
        raise SystemExit(f"wrote {args[0]}")

sys.addaudithook(watch)
for path in sorted(Path(folder).iterdir()):
    print(path.name, len(check_file(path).findings))
"""


def test_no_file_makes_perfxl_reach_outside(tmp_path: Path) -> None:
    small = [data for name in HOSTILE if len(data := made(name).data) < 300_000]
    for number, data in enumerate(small):
        (tmp_path / f"{number:02}.xlsx").write_bytes(data)
    source = Path(__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-c", _WATCHED, str(tmp_path), str(hostile.RETURN)],
        capture_output=True, text=True, timeout=120, check=False,
        env=os.environ | {"PERFXL_SOURCE": str(source), "PYTHONPATH": str(source / "src")},
    )  # fmt: skip
    assert done.stderr == ""
    assert len(done.stdout.splitlines()) == len(small) > 25


cell_texts = st.sampled_from(
    ['<c r="{0}" s="1"/>', '<c r="{0}"></c>', '<c r="{0}"><v>{1}</v></c>', '<c r="{0}" t="inlineStr"><is><t>甲&gt;</t></is></c>',
     "<c><v>5</v></c>", "<c/>", '<c r="{0}"><f>1</f></c>', "<!-- <c r='A1'/> -->", '<c r="{0}" t="str"><v><![CDATA[<c r="B2"/>]]></v></c>']
)  # fmt: skip
row_starts = st.sampled_from(['<row r="{0}" ht="3">', "<row r='{0}'>", "<row>", '<row r="{0}"/><row>'])
rows = st.lists(st.tuples(row_starts, st.lists(cell_texts, max_size=5)), max_size=6)


@given(rows=rows, size=st.integers(1, 200))
@settings(max_examples=300, deadline=None)
def test_taking_out_blank_cells_changes_nothing_that_is_read(
    rows: list[tuple[str, list[str]]], size: int
) -> None:
    body = ""
    for row, (start, cells) in enumerate(rows, 1):
        inner = "".join(text.format(f"{column_letters(col)}{row}", row) for col, text in enumerate(cells, 1))
        body += f"{start.format(row)}{inner}</row>"
    data = f'<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData></worksheet>'.encode()
    chunks = [data[at : at + size] for at in range(0, len(data), size)]

    def read(pieces: Iterable[bytes]) -> Content:
        return read_exact(pieces, CellMaker([], [], False), 1000)

    assert read(without_blanks(chunks)) == read(chunks)


def test_blank_cells_are_taken_out() -> None:
    row = b'<row r="7" s="3" customFormat="1"><c r="A7" s="3"/><c r="B7"></c></row>'
    empty = b'<row r="7" s="3" customFormat="1"></row>'
    kept = b'<row r="8"><c r="A8"><v>1</v></c></row>'
    # Of the rows that one piece holds the last stays, since the one behind it is not in sight.
    assert b"".join(without_blanks([row + row + row + kept[:9], kept[9:] + row])) == empty + kept + row


def test_behind_a_long_stretch_without_rows_nothing_is_taken_out() -> None:
    row = b'<row r="7"><c r="A7" s="3"/></row>'
    chunks = [b"<sheetData>", b" " * 2_000_000, row + row, row]
    assert b"".join(without_blanks(chunks)) == b"".join(chunks)


def test_a_folder_that_cannot_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may read everything, so the system is made to refuse."""
    (tmp_path / "乙局").mkdir()
    (tmp_path / "甲局.xlsx").write_bytes(hostile.clean())
    listed = os.scandir

    def refuse(path: str) -> object:
        if Path(path).name == "乙局":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return listed(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert list(workbooks_in([tmp_path])) == [tmp_path / "甲局.xlsx", tmp_path / "乙局"]
    result = check_file(tmp_path / "乙局")
    assert [found.rule for found in result.findings] == ["WJ-01"]
