"""Results are written as a whole or not at all."""

from __future__ import annotations

import errno
import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from perfxl.atomic import replacing, write_atomically
from perfxl.report import FORMATS, write_results
from report_lines import made_lines

FILES = {
    "审核结果.xlsx", "审核报告.html", "汇总.json", "审核结果-明细.parquet", "审核结果-报送件.parquet", "审核结果.sarif",
}  # fmt: skip


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    path = tmp_path / "lines.jsonl"
    path.write_text("".join(f"{line}\n" for line in made_lines(5)), "utf-8")
    return path


def test_every_result_replaces_the_earlier_one(lines: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    for name in FILES:
        (out / name).write_bytes(b"earlier")
    write_results(lines, out, formats=FORMATS)
    assert {path.name for path in out.iterdir()} == FILES
    assert all((out / name).stat().st_size > len(b"earlier") for name in FILES)


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
def test_a_failure_at_the_end_leaves_the_earlier_files(
    lines: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, error: BaseException
) -> None:
    out = tmp_path / "out"
    write_results(lines, out, formats=[kind])
    before = {path: path.read_bytes() for path in out.iterdir()}

    def fails(_: int) -> None:
        raise error

    monkeypatch.setattr("os.fsync", fails)
    with pytest.raises(type(error)) as failed:
        write_results(lines, out, formats=[kind])
    assert {path: path.read_bytes() for path in out.iterdir()} == before
    if isinstance(failed.value, OSError):
        assert Path(failed.value.filename).name in FILES


@pytest.mark.parametrize("kind", FORMATS)
def test_a_failure_half_way_leaves_the_earlier_files(
    lines: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """As a full disk does it: what is written last does not fit any more."""
    out = tmp_path / "out"
    write_results(lines, out, formats=[kind])
    before = {path: path.read_bytes() for path in out.iterdir()}

    def full(*_: object, **__: object) -> Iterator[object]:
        raise OSError(errno.ENOSPC, "No space left on device")

    for writer in (
        "xlsxwriter.workbook.Workbook._store_workbook", "perfxl.report.page._Packed.chunks", "perfxl.report.run.write_atomically",
        "pyarrow.parquet.ParquetWriter.write_table", "perfxl.report.sarif._write_results",
    ):  # fmt: skip
        monkeypatch.setattr(writer, full)
    with pytest.raises(OSError, match="No space left") as failed:
        write_results(lines, out, formats=[kind])
    assert failed.value.errno == errno.ENOSPC
    assert {path: path.read_bytes() for path in out.iterdir()} == before
    gc.collect()


def test_the_mode_of_a_file_stays_and_a_link_is_followed(tmp_path: Path) -> None:
    real, link = tmp_path / "real", tmp_path / "link"
    real.write_bytes(b"old")
    real.chmod(0o640)
    link.symlink_to(real)
    with replacing(link) as temporary:
        temporary.write_bytes(b"new")
    assert (real.read_bytes(), real.stat().st_mode & 0o777, link.is_symlink()) == (b"new", 0o640, True)
    assert {path.name for path in tmp_path.iterdir()} == {"real", "link"}


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    target = tmp_path / "none" / "a.json"
    with pytest.raises(FileNotFoundError) as failed:
        write_atomically(target, b"x")
    assert failed.value.filename == str(target)
