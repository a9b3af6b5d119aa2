"""Workers that hang, die or eat memory cost their own file only, and every file has a result."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import time
from pathlib import Path

import pytest

from batch_support import CLEAN, copies, run, troubled_workers
from perfxl.batch.checking import LastError, unpacked
from perfxl.batch.messages import Disconnected, Job, Settings
from perfxl.batch.outcome import from_json
from perfxl.batch.pool import Pool, PoolError, Process
from perfxl.batch.store import Result
from perfxl.checking import Options, check_file

linux = pytest.mark.skipif(sys.platform != "linux", reason="memory of a process is limited on Linux only")


def finding(result: Result) -> tuple[str, str]:
    (found,) = json.loads(result.line)["return"]["findings"]
    return found["rule"], found["message"]


def test_every_file_has_a_result_whatever_happens_to_its_worker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    troubled_workers(tmp_path / "trouble", monkeypatch)
    names = ["a.xlsx", "dies.xlsx", "hang.xlsx", "memory.xlsx", "once.xlsx", "z.xlsx"]
    files = copies(tmp_path, names)
    results = run(files, Settings(timeout=1.5, memory=400), jobs=2)
    assert {name: result.verdict for name, result in results.items()} == {
        "a.xlsx": "accepted",
        "dies.xlsx": "unreadable",
        "hang.xlsx": "unreadable",
        "memory.xlsx": "unreadable",
        "once.xlsx": "accepted",
        "z.xlsx": "accepted",
    }
    assert finding(results["hang.xlsx"])[0] == "WJ-01"
    assert finding(results["hang.xlsx"])[1].startswith("审核超过 1.5 秒没有完成，已停止。")
    assert finding(results["memory.xlsx"])[1].startswith("审核所需的内存超过 400 MB，已停止。")
    assert finding(results["dies.xlsx"])[1].startswith("审核进程在读取这个文件时反复异常退出。")
    hashes = {from_json(result.line).ret["sha256"] for result in results.values()}
    assert hashes == {check_file(CLEAN).sha256}
    assert not any(result.failed_inside for result in results.values())


def test_results_are_those_of_a_check_in_this_process(tmp_path: Path) -> None:
    (path,) = copies(tmp_path, ["a.xlsx"])
    from perfxl.output import as_data

    assert from_json(run([path])["a.xlsx"].line).ret == json.loads(
        json.dumps(as_data(check_file(Path(path))))
    )


def test_an_error_of_our_own_is_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trouble = tmp_path / "trouble"
    troubled_workers(trouble, monkeypatch)
    (trouble / "sitecustomize.py").write_text(
        "from perfxl.batch import checking\ndef broken(*a):\n raise RuntimeError('boom')\nchecking.open_named = broken",
        "utf-8",
    )
    (result,) = run(copies(tmp_path, ["a.xlsx"])).values()
    assert result.failed_inside
    assert finding(result)[0] == "WJ-09"
    assert "RuntimeError: boom" in finding(result)[1]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="processes are killed by signal")
def test_a_worker_killed_from_outside_loses_nothing(tmp_path: Path) -> None:
    files = copies(tmp_path, [f"{number}.xlsx" for number in range(40)])
    with Pool(Settings(), 2) as pool:
        seen = []
        for report in pool.run([Job(path) for path in files]):
            seen.append(report.path)
            if len(seen) in (5, 15):
                os.kill(pool.process_ids()[0], signal.SIGKILL)
    assert sorted(seen) == sorted(files)


def test_a_worker_killed_after_its_answer_does_not_blame_the_next_file(tmp_path: Path) -> None:
    files = copies(tmp_path, ["a.xlsx", "b.xlsx"])
    process = Process(Settings())
    try:
        process.prepare()
        process.give(Job(files[0]))
        time.sleep(3)  # the answer is in the pipe by now
        process.expire(time.monotonic() + 1000)
        assert process.expired
        report, _ = process.take()
        assert report is not None
        assert report.verdict == "accepted"
        with contextlib.suppress(Disconnected):
            process.give(Job(files[1]))
        with pytest.raises(Disconnected):
            process.take()
        assert not process.expired
        assert process.unanswered() == (Job(files[1]), [])
    finally:
        process.end()


def test_workers_are_gone_when_the_pool_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    troubled_workers(tmp_path / "trouble", monkeypatch)
    files = copies(tmp_path, ["a.xlsx", "hang.xlsx"])
    with Pool(Settings(), 2) as pool:
        reports = pool.run([Job(path) for path in files])
        assert next(reports).path == files[0]
        processes = list(pool._processes)
        start = time.monotonic()
    assert time.monotonic() - start < 5
    assert processes
    assert all(process._popen.returncode is not None for process in processes)


def test_a_large_file_costs_its_worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = "import perfxl.batch.worker as w; w._LARGE = 1; w.main()"
    monkeypatch.setattr("perfxl.batch.pool._COMMAND", ("-P", "-c", code))
    files = copies(tmp_path, [f"{number}.xlsx" for number in range(6)])
    assert {result.verdict for result in run(files, jobs=1).values()} == {"accepted"}


def test_an_unchanged_file_is_not_checked_again(tmp_path: Path) -> None:
    files = copies(tmp_path, ["a.xlsx", "b.xlsx"])
    known = check_file(CLEAN).sha256
    with Pool(Settings(), 1) as pool:
        states = {
            report.path: report.state
            for report in pool.run([Job(files[0], known=known), Job(files[1], known="0")])
        }
    assert states == {files[0]: "same", files[1]: "checked"}


def test_a_missing_file_is_a_finding(tmp_path: Path) -> None:
    (result,) = run([str(tmp_path / "none.xlsx")]).values()
    assert finding(result)[1].startswith("文件无法打开：文件不存在。")


def test_what_cannot_be_compared_with_is_said_before_anything_else(tmp_path: Path) -> None:
    with (
        pytest.raises(LastError, match=r"none\.xlsx.*文件不存在"),
        Pool(Settings(last=("none.xlsx",)), 1) as pool,
    ):
        list(pool.run([Job(copies(tmp_path, ["a.xlsx"])[0])]))


def test_workers_that_do_not_start_are_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("perfxl.batch.pool._COMMAND", ("-c", "raise SystemExit(1)"))
    with pytest.raises(PoolError, match="无法启动"), Pool(Settings(), 1) as pool:
        list(pool.run([Job(copies(tmp_path, ["a.xlsx"])[0])]))


def test_modules_in_the_current_folder_are_not_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "perfxl.py").write_text("raise SystemExit(7)", "utf-8")
    (tmp_path / "zlib.py").write_text("raise SystemExit(7)", "utf-8")
    monkeypatch.chdir(tmp_path)
    assert run(copies(tmp_path, ["a.xlsx"]))["a.xlsx"].verdict == "accepted"


def test_options_reach_the_worker(tmp_path: Path) -> None:
    (path,) = copies(tmp_path, ["a.xlsx"])
    with Pool(Settings(Options(form_set="mof-2020", year=2031)), 1) as pool:
        (report,) = pool.run([Job(path)])
    assert from_json(unpacked(report)).ret["verdict"] == "unreadable"


@linux
def test_memory_is_limited_beyond_what_the_worker_has() -> None:
    import subprocess

    code = (
        "from perfxl.batch.worker import limit_memory, peak_memory\n"
        "limit_memory(100); held = bytearray(50 << 20)\n"
        "try: bytearray(200 << 20)\nexcept MemoryError: print('limited', peak_memory() >= 50 << 20)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "limited True\n"
