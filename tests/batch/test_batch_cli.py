"""``perfxl check`` over folders, as users meet it."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import jsonschema
import pytest

from batch_support import CLEAN, LAST, RETURNS, THIS, Check, checker, copies, mixed, troubled_workers
from perfxl.batch import MEMORY_MB, TIMEOUT_SECONDS
from perfxl.batch.progress import Lines, Silent, progress_on, progress_text
from perfxl.checking import check_file
from perfxl.cli.batch_options import BatchOptions
from perfxl.output import as_json

SCHEMA = RETURNS.parents[1] / "docs" / "findings.schema.json"


@pytest.fixture
def check(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Check:
    return checker(capsys, monkeypatch)


def test_json_is_what_one_process_prints(check: Check, tmp_path: Path) -> None:
    files = copies(tmp_path, ["a.xlsx", "b.xlsx"], LAST)
    code, out, _ = check(tmp_path, "--format", "json")
    assert code == 1
    assert out == as_json([check_file(Path(path)) for path in files]) + "\n"
    jsonschema.validate(json.loads(out), json.loads(SCHEMA.read_text("utf-8")))


def test_few_files_are_told_in_full_and_many_in_a_line_each(check: Check, tmp_path: Path) -> None:
    copies(tmp_path, [f"{number:02}.xlsx" for number in range(20)])
    (tmp_path / "00.xlsx").write_bytes(LAST.read_bytes())
    code, out, _ = check(tmp_path)
    assert (code, out.count("结论：")) == (1, 20)
    assert out.endswith("共 20 个文件：通过 19，退回 1\n")
    copies(tmp_path, ["20.xlsx"])
    code, out, err = check(tmp_path)
    lines = out.splitlines()
    assert lines[0].startswith(f"退回  {tmp_path / '00.xlsx'}  衡阳市归国华侨联合会  2021  ")
    assert " 错误，" in lines[0]
    assert len(lines) == 21 + 2
    assert lines[21] == "共 21 个文件：通过 20，退回 1"
    assert "--out" in lines[22]
    assert err == ""


def test_out_writes_the_results(check: Check, tmp_path: Path) -> None:
    mixed(tmp_path / "in", 9)
    out_folder = tmp_path / "in" / "out"  # within the folder that is checked
    code, out, err = check(tmp_path / "in", "--out", out_folder)
    assert (code, err) == (1, "")
    assert out.startswith("共 9 个文件：")
    assert {path.name for path in out_folder.iterdir()} >= {
        "审核结果.jsonl",
        "审核结果.xlsx",
        "审核报告.html",
        "审核进度.sqlite",
    }
    lines = (out_folder / "审核结果.jsonl").read_bytes()
    assert lines.count(b"\n") == 9
    code, out, _ = check(tmp_path / "in", "--out", out_folder, "--resume", "--format", "json")
    assert len(json.loads(out)["returns"]) == 9
    assert (out_folder / "审核结果.jsonl").read_bytes() == lines


@pytest.mark.parametrize(("units", "code", "said"), [
    ("某县档案馆", 0, "名册中的单位都已报送"),
    ("某县档案馆\n某县图书馆", 1, "缺报 1 个单位：某县图书馆"),
    ("某县档案馆\n" + "\n".join(f"某县第{number}小学" for number in range(1, 12)), 1, "缺报 11 个单位：某县第1小学、"),
])  # fmt: skip
def test_a_missing_return_is_an_error(check: Check, tmp_path: Path, units: str, code: int, said: str) -> None:
    copies(tmp_path / "in", ["a.xlsx"])
    (tmp_path / "名册.txt").write_text(f"单位名称\n{units}\n", "utf-8")
    arguments = [tmp_path / "in", "--out", tmp_path / "out", "--roster", tmp_path / "名册.txt"]
    got, out, _ = check(*arguments)
    assert (got, out.splitlines()[0]) == (code, "共 1 个文件：通过 1")
    assert out.splitlines()[1].startswith(said)
    got, out, _ = check(*arguments, "--format", "json")
    assert (got, len(json.loads(out)["returns"])) == (code, 1)


def test_ctrl_c_while_the_results_are_written(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copies(tmp_path / "in", ["a.xlsx"])
    out_folder = tmp_path / "out"
    check(tmp_path / "in", "--out", out_folder)
    before = {path.name: path.read_bytes() for path in out_folder.iterdir() if path.suffix != ".sqlite"}

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("perfxl.report.book._absent", stopped)
        code, out, err = check(tmp_path / "in", "--out", out_folder)
    assert (code, out) == (2, "")
    assert err.endswith("已中止：文件都已审核，结果没有全部写出；加 --resume 可重新写出。\n")
    after = {path.name: path.read_bytes() for path in out_folder.iterdir() if path.suffix != ".sqlite"}
    assert after == before
    assert check(tmp_path / "in", "--out", out_folder, "--resume")[0] == 0


def test_a_report_among_workbooks_is_checked_as_a_report(check: Check, tmp_path: Path) -> None:
    report = RETURNS / "reports" / "lusong-2021.txt"
    _, alone, _ = check(report, "--format", "json")
    code, out, err = check(CLEAN, report, "--format", "json", "--annotate", tmp_path / "marked")
    assert code == 1
    assert json.loads(out)["returns"][1] == json.loads(alone)["returns"][0]
    assert f"{report}：报告没有标注件，只有工作簿有" in err
    assert [path.name for path in (tmp_path / "marked").iterdir()] == [CLEAN.name]
    assert check(CLEAN, report, "--out", tmp_path / "out")[1].startswith("共 2 个文件：通过 1，退回 1\n")


def test_results_may_go_into_the_checked_folder(check: Check, tmp_path: Path) -> None:
    copies(tmp_path, ["a.xlsx"])
    for _ in range(2):
        assert check(tmp_path, "--out", tmp_path)[1].startswith("共 1 个文件：通过 1\n")


def test_other_options_are_said_when_resuming(check: Check, tmp_path: Path) -> None:
    copies(tmp_path / "in", ["a.xlsx"])
    check(tmp_path / "in", "--out", tmp_path / "out")
    _, _, err = check(tmp_path / "in", "--out", tmp_path / "out", "--resume", "--year", "2020")
    assert "全部重新审核" in err


def test_results_that_are_replaced_are_named(check: Check, tmp_path: Path) -> None:
    copies(tmp_path / "in", ["a.xlsx"])
    command = (tmp_path / "in", "--out", tmp_path / "out")
    assert check(*command)[2] == ""
    assert check(*command)[2] == (
        f"{tmp_path / 'out'} 中上次的审核结果（审核结果.xlsx、审核结果.jsonl 等）将被这次的替换；接着上次的审核请加 --resume\n"
    )
    assert check(*command, "--resume")[2] == ""


def test_marked_copies_are_those_of_the_comparison(check: Check, tmp_path: Path) -> None:
    copies(tmp_path / "in", ["this.xlsx"], THIS)
    copies(tmp_path / "in" / "deep", ["last.xlsx"], LAST)
    (tmp_path / "in" / "broken.xlsx").write_bytes(b"PK")
    marked = tmp_path / "marked"
    code, out, err = check(tmp_path / "in", "--annotate", marked)
    assert code == 1
    assert f"标注件：{marked / 'this.xlsx'}\n" in out
    assert "broken.xlsx：文件无法读取，没有标注件" in err
    assert sorted(str(path.relative_to(marked)) for path in marked.rglob("*.xlsx")) == [
        os.path.join("deep", "last.xlsx"),
        "this.xlsx",
    ]
    from perfxl.workbook.read import read_book

    (sheet,) = [
        sheet for sheet in read_book((marked / "this.xlsx").read_bytes()).sheets if sheet.name == "审核结果"
    ]
    assert "KN-01" in {cell.text for cell in sheet.cells.values()}


def test_a_copy_that_cannot_be_written_is_a_failure(check: Check, tmp_path: Path) -> None:
    copies(tmp_path / "in", ["a.xlsx", "b.xlsx"])
    copies(tmp_path / "marked", ["a.xlsx"])  # not a marked copy of ours
    code, _, err = check(tmp_path / "in", "--annotate", tmp_path / "marked")
    assert code == 2
    assert "a.xlsx：没有生成标注件：" in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--resume"], "--resume 须与 --out 文件夹一起用"),
        (["--roster", str(CLEAN)], "--roster 须与 --out 文件夹一起用"),
        (["--format", "parquet"], "--format parquet 须与 --out 文件夹一起用"),
        (["--out", str(CLEAN)], "--out 须是文件夹"),
        (["--out", "none", "--roster", "none.txt"], "--roster none.txt：文件不存在"),
        (["--jobs", "0"], "--jobs 的值不对"),
        (["--scheduler", "tcp://127.0.0.1:9", "--annotate", "x"], "无法连接 Dask 集群"),
    ],
)
def test_wrong_usage(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("perfxl.batch.cluster._CONNECT_SECONDS", 0.5)
    code, out, err = check(CLEAN, *arguments)
    assert (code, out) == (2, "")
    assert said in err


def test_limits_hold_for_a_single_file_too(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    troubled_workers(tmp_path / "trouble", monkeypatch)
    (path,) = copies(tmp_path, ["hang.xlsx"])
    code, out, _ = check(path, "--timeout", "1")
    assert code == 1
    assert "WJ-01 审核超过 1 秒没有完成，已停止。" in out


@pytest.mark.parametrize(
    ("typed", "wanted"), [({}, False), ({"timeout": TIMEOUT_SECONDS}, True), ({"memory": MEMORY_MB}, True)]
)
def test_a_limit_that_is_typed_counts_even_where_it_is_the_usual_one(
    typed: dict[str, float], wanted: bool
) -> None:
    usual = {"out": None, "roster": None, "jobs": None, "timeout": None, "memory": None, "scheduler": None}
    assert BatchOptions(by_folder=False, resume=False, **usual | typed).wanted is wanted


def test_an_empty_folder_is_wrong_usage(check: Check, tmp_path: Path) -> None:
    assert check(tmp_path)[::2] == (2, "错误：没有找到可审核的工作簿\n用法见：perfxl check --help\n")


def test_a_url_that_cannot_be_listed(check: Check) -> None:
    pytest.importorskip("fsspec")
    code, _, err = check("nosuch://bucket/returns")
    assert code == 2
    assert "nosuch://bucket/returns" in err


def test_workers_load_no_heavy_library(tmp_path: Path) -> None:
    code = (
        "import sys, perfxl.batch.worker\nfrom perfxl.batch.checking import Checker\n"
        "from perfxl.batch.messages import Job, Settings\n"
        f"Checker(Settings()).check(Job({str(LAST)!r}))\n"
        "print(sorted({'pandas','openpyxl','jinja2','rich','numpy','sqlite3','distributed','click'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent as a signal")
def test_ctrl_c_keeps_what_is_done_and_says_how_to_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    troubled_workers(tmp_path / "trouble", monkeypatch)
    copies(tmp_path / "in", [*(f"a{number}.xlsx" for number in range(6)), "hang.xlsx"])
    out = tmp_path / "out"
    command = [sys.executable, "-m", "perfxl", "check", tmp_path / "in", "--out", out, "--jobs", "2"]
    run = subprocess.Popen([*map(str, command)], stderr=subprocess.PIPE, text=True, preexec_fn=_interruptible)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and not list(out.glob("*.sqlite")):
        time.sleep(0.1)
    time.sleep(3)
    run.send_signal(signal.SIGINT)
    _, err = run.communicate(timeout=20)
    assert run.returncode == 2
    assert err == f"已中止：审核了 6/7 个文件，结果在 {out / '审核结果.jsonl'}；加 --resume 可接着审核。\n"
    assert len([json.loads(line) for line in (out / "审核结果.jsonl").read_bytes().splitlines()]) == 6
    assert not (out / "审核报告.html").exists()


def _interruptible() -> None:
    """Undo what a process started in the background by a shell hands down: Ctrl-C ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


# --- progress --------------------------------------------------------------------------------------------------


def test_progress_in_words() -> None:
    assert progress_text(120, 3000, 5.0) == "120/3000（4%），每秒 24.0 个，约剩 2 分 0 秒"
    assert progress_text(10, 100_000, 1.0) == "10/100000（0%），每秒 10.0 个，约剩 2 小时 46 分"
    assert progress_text(99, 100, 9.9) == "99/100（99%），每秒 10.0 个，约剩 0 秒"
    assert progress_text(0, 3, 0.0) == "0/3（0%）"


def test_without_a_terminal_a_line_now_and_then() -> None:
    stream, now = io.StringIO(), iter(range(100))
    with Lines(stream, every_seconds=3, clock=lambda: float(next(now))).over(10, "审核") as advance:
        for _ in range(7):
            advance()
    assert stream.getvalue().splitlines() == [
        "审核：3/10（30%），每秒 1.0 个，约剩 7 秒",
        "审核：6/10（60%），每秒 1.0 个，约剩 4 秒",
    ]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_bar_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    with progress_on().over(2, "审核") as advance:
        advance()
        advance()
    assert "审核" in stream.getvalue()
    assert "2/2（100%）" in stream.getvalue()


def test_silence() -> None:
    with Silent().over(2, "审核") as advance:
        assert advance() is None
