"""The same run on a Dask cluster of several processes, one of which is lost on the way."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from batch_support import CLEAN, USUAL, copies, mixed, run, troubled_workers
from perfxl.batch import cluster as cluster_module
from perfxl.batch.cluster import Cluster, ClusterError
from perfxl.batch.messages import Settings
from perfxl.batch.progress import Silent
from perfxl.batch.run import Batch
from perfxl.batch.sources import SourceError, files_in, hash_of, read_url
from perfxl.batch.store import Store

distributed = pytest.importorskip("distributed")


@pytest.fixture(scope="module")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A scheduler and two worker processes on this machine; their own workers can be told to hang."""
    with pytest.MonkeyPatch.context() as patch:
        troubled_workers(tmp_path_factory.mktemp("trouble"), patch)
        with distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster:
            yield cluster


class At:
    """Does something after so many files."""

    def __init__(self, count: int, action: Callable[[], None]) -> None:
        self.left = count
        self.action = action

    @contextmanager
    def over(self, total: int, what: str) -> Iterator[Callable[[], None]]:
        def advance() -> None:
            self.left -= 1
            if self.left == 0:
                self.action()

        yield advance


def lines(address: str, files: list[str], settings: Settings = USUAL, progress: Any = None) -> bytes:
    with Store(None, {}, resume=False) as store, Cluster(address, settings) as cluster:
        batch = Batch(files, settings, store)
        batch.run(cluster, progress or Silent())
        return b"".join(result.line for result in batch.results())


def here(files: list[str], settings: Settings = USUAL) -> bytes:
    return b"".join(result.line for result in run(files, settings).values())


def test_a_cluster_says_what_this_machine_says(dask: Any, tmp_path: Path) -> None:
    files = mixed(tmp_path, 21)
    assert lines(dask.scheduler_address, files) == here(files)


@pytest.mark.skipif(sys.platform == "win32", reason="processes are killed by signal")
def test_a_node_that_is_lost_costs_nothing(dask: Any, tmp_path: Path) -> None:
    files = copies(tmp_path, [f"slow{number:03d}.xlsx" for number in range(50)])
    with distributed.Client(dask.scheduler_address, set_as_default=False) as client:
        before = client.run(os.getpid)
        victim = next(iter(before.values()))
        found = lines(dask.scheduler_address, files, progress=At(3, lambda: os.kill(victim, signal.SIGKILL)))
        assert victim not in client.run(os.getpid).values()
    assert [json.loads(line)["return"]["path"] for line in found.splitlines()] == files
    assert {json.loads(line)["return"]["verdict"] for line in found.splitlines()} == {"accepted"}


def test_limits_hold_on_the_nodes_too(dask: Any, tmp_path: Path) -> None:
    files = copies(tmp_path, ["a.xlsx", "hang.xlsx", "z.xlsx"])
    found = lines(dask.scheduler_address, files, Settings(timeout=1))
    verdicts = [json.loads(line)["return"]["verdict"] for line in found.splitlines()]
    assert verdicts == ["accepted", "unreadable", "accepted"]


def test_files_by_url(dask: Any, tmp_path: Path) -> None:
    copies(tmp_path / "in", ["b.xlsx", "a.xlsx", "~$a.xlsx"])
    (tmp_path / "in" / "notes.txt").write_text("no workbook")
    files = list(files_in([f"file://{tmp_path}/in"]))
    assert files == [f"file://{tmp_path}/in/a.xlsx", f"file://{tmp_path}/in/b.xlsx"]
    found = lines(dask.scheduler_address, [*files, f"file://{tmp_path}/in/none.xlsx"])
    data = [json.loads(line)["return"] for line in found.splitlines()]
    assert [item["verdict"] for item in data] == ["accepted", "accepted", "unreadable"]
    assert data[2]["findings"][0]["message"].startswith("文件无法打开：文件不存在。")


def test_other_form_sets_on_the_nodes_are_refused(
    dask: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster_module, "_same", lambda: ["0.0.0", "other"])
    with pytest.raises(ClusterError, match="版本或套表与本机不同"):
        lines(dask.scheduler_address, copies(tmp_path, ["a.xlsx"]))


def test_a_cluster_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_module, "_CONNECT_SECONDS", 0.5)
    with pytest.raises(ClusterError, match="无法连接 Dask 集群"), Cluster("tcp://127.0.0.1:9", USUAL):
        raise AssertionError("connected")


def test_files_in_memory() -> None:
    import fsspec

    memory = fsspec.filesystem("memory")
    memory.pipe("/returns/deep/a.xlsx", CLEAN.read_bytes())
    memory.pipe("/returns/.hidden.xlsx", b"")
    assert list(files_in(["memory://returns"])) == ["memory:///returns/deep/a.xlsx"]
    assert read_url("memory:///returns/deep/a.xlsx") == CLEAN.read_bytes()
    assert hash_of("memory:///returns/deep/a.xlsx") == hash_of(str(CLEAN))
    assert hash_of("memory:///returns/none.xlsx") == ""


@pytest.mark.parametrize("url", ["nosuch://a/b.xlsx", "memory:///none.xlsx"])
def test_a_url_that_cannot_be_opened_is_said(url: str) -> None:
    with pytest.raises(SourceError):
        read_url(url)
