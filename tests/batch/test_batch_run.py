"""A run over many files: order, pairs, what is remembered, and that disturbing it changes nothing."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
import sys
from pathlib import Path

import pytest

import batch_disturbed
from batch_support import CLEAN, LAST, SAMPLE, THIS, USUAL, copies, mixed, run
from perfxl.batch.messages import Partner, Report, Settings
from perfxl.batch.pool import Pool
from perfxl.batch.progress import Silent
from perfxl.batch.run import Batch, setup_of, write_lines
from perfxl.batch.store import Result, Store, StoreError
from perfxl.checking import Options, open_file
from perfxl.output import as_data
from perfxl.pairing import find


def rules(result: Result) -> list[str]:
    return [item["rule"] for item in json.loads(result.line)["return"]["findings"]]


def compared(result: Result) -> list[str]:
    """The rules that looked at another return."""
    return [rule for rule in rules(result) if rule.startswith("KN")]


class Counting:
    """An executor that counts what it is asked."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.states: dict[str, str] = {}

    def run(self, jobs):  # type: ignore[no-untyped-def]
        for report in self.pool.run(jobs):
            self.states[Path(report.path).name] = report.state
            yield report


def again(files: list[str], store: Path, settings: Settings = USUAL) -> tuple[dict[str, str], bytes]:
    """What a resumed run had to do, by file name, and its lines."""
    with Store(store, setup_of(settings, None), resume=True) as kept, Pool(settings, 1) as pool:
        counting = Counting(pool)
        batch = Batch(files, settings, kept)
        batch.run(counting, Silent())
        return counting.states, b"".join(result.line for result in batch.results())


def test_results_are_those_of_checking_and_pairing_in_one_process(tmp_path: Path) -> None:
    files = mixed(tmp_path, 11)
    opened = [open_file(Path(path)) for path in files]
    returns = [(Path(path).name, file.ret) for path, file in zip(files, opened, strict=True) if file.ret]
    partners = iter(find(returns))
    expected = [
        as_data(file.audited(Options(), next(partners).others if file.ret else ())) for file in opened
    ]
    results = run(files, jobs=2)
    assert [json.loads(result.line)["return"] for result in results.values()] == json.loads(
        json.dumps(expected)
    )
    assert compared(results["this.xlsx"]) == ["KN-01", "KN-01", "KN-02"]


def test_results_come_in_the_order_of_the_files(tmp_path: Path) -> None:
    files = mixed(tmp_path, 9)
    assert list(run(list(reversed(files)), jobs=2)) == [Path(path).name for path in reversed(files)]


def test_one_worker_and_several_say_the_same(tmp_path: Path) -> None:
    files = mixed(tmp_path, 9)
    assert run(files, jobs=1) == run(files, jobs=3)


# --- what is remembered ----------------------------------------------------------------------------------------


def test_a_resumed_run_checks_only_what_changed(tmp_path: Path) -> None:
    files, store = mixed(tmp_path / "in", 9), tmp_path / "store"
    run(files, store=store)
    states, lines = again(files, store)
    assert set(states.values()) == {"same"}
    (tmp_path / "in" / "r0001.xlsx").write_bytes(CLEAN.read_bytes())
    states, changed = again(files, store)
    assert [name for name, state in states.items() if state == "checked"] == ["r0001.xlsx"]
    assert changed == b"".join(result.line for result in run(files).values())
    assert changed != lines


def test_a_changed_partner_is_compared_with_again(tmp_path: Path) -> None:
    files, store = (
        copies(tmp_path, ["this.xlsx"], THIS) + copies(tmp_path, ["last.xlsx"], LAST),
        tmp_path / "store",
    )
    assert compared(run(files, store=store)["this.xlsx"]) != []
    (tmp_path / "last.xlsx").write_bytes(LAST.read_bytes() + b"\0")
    states, lines = again(files, store)
    assert states == {"last.xlsx": "checked", "this.xlsx": "checked"}
    (tmp_path / "last.xlsx").write_bytes(SAMPLE.read_bytes())
    states, lines = again(files, store)
    assert states == {"last.xlsx": "checked", "this.xlsx": "same"}
    assert b"KN-01" not in lines
    assert lines == b"".join(result.line for result in run(files).values())


def test_a_report_beside_a_return_is_part_of_it(tmp_path: Path) -> None:
    files, store = copies(tmp_path / "in", ["a.xlsx"]), tmp_path / "store"
    run(files, store=store)
    (tmp_path / "in" / "a.txt").write_text("自评报告", "utf-8")
    assert again(files, store)[0] == {"a.xlsx": "checked"}
    assert again(files, store)[0] == {"a.xlsx": "same"}
    (tmp_path / "in" / "a.txt").write_text("部门自评报告", "utf-8")
    assert again(files, store)[0] == {"a.xlsx": "checked"}


@pytest.mark.parametrize(
    "settings", [Settings(Options(year=2020)), Settings(timeout=20), Settings(last=(str(LAST),))]
)
def test_other_options_start_afresh(tmp_path: Path, settings: Settings) -> None:
    files, store = copies(tmp_path, ["a.xlsx"]), tmp_path / "store"
    run(files, store=store)
    with Store(store, setup_of(settings, None), resume=True) as kept:
        assert (kept.kept, kept.refused) == (False, True)
        assert kept.known() == {}


def test_without_resume_a_run_starts_afresh(tmp_path: Path) -> None:
    files, store = copies(tmp_path, ["a.xlsx"]), tmp_path / "store"
    run(files, store=store)
    with Store(store, setup_of(USUAL, None), resume=False) as kept:
        assert (kept.kept, kept.refused, kept.known()) == (False, False, {})


def test_what_cannot_be_read_is_tried_again_with_a_password(tmp_path: Path) -> None:
    store, setup = tmp_path / "store", {"a": "b"}
    report = Report("x.xlsx", sha256="12", identity="12", verdict="unreadable", line=b"")
    with Store(store, setup, resume=False) as kept:
        kept.add(report)
        assert kept.known()["x.xlsx"].settled
        assert not kept.known(with_unreadable=False)["x.xlsx"].settled


@pytest.mark.parametrize(
    "report",
    [Report("x", failed_inside=True, identity="1"), Report("x", failed_copy=True, identity="1"), Report("x")],
)
def test_what_went_wrong_is_tried_again(report: Report) -> None:
    with Store(None, {}, resume=False) as kept:
        kept.add(report)
        assert not kept.known()["x"].settled


def test_a_comparison_is_kept_beside_the_check_alone(tmp_path: Path) -> None:
    with Store(None, {}, resume=False) as kept:
        kept.add(Report("x", sha256="1", verdict="accepted", line=_packed(b"alone\n")))
        kept.add(
            Report(
                "x",
                sha256="1",
                verdict="explain",
                partners=(Partner("declared", "y", "2"),),
                line=_packed(b"both\n"),
            )
        )
        assert [result.line for result in kept.results(["x", "none"])] == [b"both\n"]
        kept.drop_comparisons(["x"])
        assert [result.line for result in kept.results(["x"])] == [b"alone\n"]


def test_what_is_flushed_is_kept_whatever_comes_then(tmp_path: Path) -> None:
    store, copy = tmp_path / "store", tmp_path / "copy"
    with Store(store, {}, resume=False) as kept:
        kept.add(Report("before", sha256="1", identity="1", verdict="accepted", line=_packed(b"{}\n")))
        kept.flush()
        kept.add(Report("after", sha256="2", identity="2", verdict="accepted", line=_packed(b"{}\n")))
        shutil.copy(store, copy)  # as the file is left where the process is killed now
    with Store(copy, {}, resume=True) as found:
        assert list(found.known()) == ["before"]


def test_an_interrupt_within_a_commit_loses_nothing(tmp_path: Path) -> None:
    with Store(tmp_path / "store", {}, resume=False) as kept:
        kept.add(Report("x", sha256="1", identity="1", verdict="accepted", line=_packed(b"{}\n")))
        kept._connection.execute("COMMIT")  # and no transaction begun after it
        kept.flush()
        kept._connection.execute("COMMIT")
    with Store(tmp_path / "store", {}, resume=True) as found:
        assert list(found.known()) == ["x"]


def test_two_runs_into_one_folder_are_refused(tmp_path: Path) -> None:
    with Store(tmp_path / "store", {}, resume=False), pytest.raises(StoreError, match="正被另一个审核使用"):
        Store(tmp_path / "store", {}, resume=True)


def test_a_damaged_store_is_said(tmp_path: Path) -> None:
    (tmp_path / "store").write_bytes(b"not a database" * 100)
    with pytest.raises(StoreError, match="请删除它"):
        Store(tmp_path / "store", {}, resume=True)


def test_a_path_that_is_no_text_is_remembered() -> None:
    path = b"/\xff.xlsx".decode("utf-8", "surrogateescape")
    with Store(None, {}, resume=False) as kept:
        kept.add(Report(path, sha256="1", verdict="accepted", text=path, line=_packed(b"{}\n")))
        assert list(kept.known()) == [path]
        assert [result.text for result in kept.results([path])] == [path]


def test_the_password_is_not_in_the_setup() -> None:
    setup = setup_of(Settings(Options(password="geheim")), None)  # noqa: S106  # not a secret
    assert "geheim" not in str(setup)
    assert setup != setup_of(USUAL, None)


def test_lines_are_written_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "lines"
    target.write_bytes(b"before")

    def failing():  # type: ignore[no-untyped-def]
        yield Result("x", "accepted", False, (), "", "", "", False, b"{}\n")
        raise sqlite3.OperationalError("gone")

    with pytest.raises(sqlite3.OperationalError):
        write_lines(failing(), target)
    assert target.read_bytes() == b"before"


def _packed(line: bytes) -> bytes:
    import zlib

    return zlib.compress(line)


# --- disturbed -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes, float]:
    """A folder of 200 returns, the lines of a run over it, and its seconds."""
    scratch = tmp_path_factory.mktemp("disturbed")
    batch_disturbed.build(scratch / "returns", 200, [*[CLEAN] * 8, SAMPLE, THIS])
    lines, seconds = batch_disturbed.undisturbed(scratch / "returns", scratch / "undisturbed")
    return scratch, lines, seconds


@pytest.mark.skipif(sys.platform != "linux", reason="finds the workers in /proc")
@pytest.mark.parametrize("way", batch_disturbed.WAYS)
def test_a_disturbed_run_ends_the_same(undisturbed: tuple[Path, bytes, float], way: str) -> None:
    scratch, lines, seconds = undisturbed
    assert lines.count(b"\n") == 200
    chance = random.Random(way)  # noqa: S311  # the same every time
    found, times = batch_disturbed.disturbed(scratch / "returns", scratch / way, way, seconds, chance, most=2)
    assert times >= 1
    assert found == lines
