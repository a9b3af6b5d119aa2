"""Does a run that is disturbed end as an undisturbed one does? ``python benchmarks/batch_disturbed.py [--files 1000]``.

Checks a folder of returns with ``perfxl check --out``, over and over: undisturbed; with a worker killed now and then;
with the whole run killed, or stopped by Ctrl-C, at random moments and resumed. Prints for each what happened and
whether its lines are byte for byte those of the undisturbed run. Linux only.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

RETURNS = Path(__file__).resolve().parent.parent / "tests" / "returns"
LINES = "审核结果.jsonl"
WAYS = ("worker killed", "run killed", "Ctrl-C")
MOST_DISTURBANCES = 3


def build(folder: Path, count: int, sources: Sequence[Path] = ()) -> None:
    """Copies of the sample returns; some are compared with the one return of the year before."""
    last = RETURNS / "hengyang-2021.xlsx"
    usual = [path for path in sorted(RETURNS.glob("*.xlsx")) if not path.name.startswith(last.stem)]
    chosen = sources or usual
    folder.mkdir(parents=True)
    shutil.copy(last, folder)
    for number in range(count - 1):
        shutil.copy(chosen[number % len(chosen)], folder / f"{number:05d}.xlsx")


def command(folder: Path, out: Path, jobs: int, resume: bool) -> list[str]:
    """The command line of a run."""
    asked = [sys.executable, "-m", "perfxl", "check", str(folder), "--out", str(out), "--jobs", str(jobs)]
    return [*asked, "--resume"] if resume else asked


def undisturbed(folder: Path, out: Path, jobs: int = 2) -> tuple[bytes, float]:
    """The lines of a run that nobody disturbs, and its seconds."""
    start = time.monotonic()
    done = subprocess.run(command(folder, out, jobs, False), capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stderr)
    return (out / LINES).read_bytes(), time.monotonic() - start


def disturbed(
    folder: Path,
    out: Path,
    way: str,
    seconds: float,
    chance: random.Random,
    jobs: int = 2,
    most: int = MOST_DISTURBANCES,
) -> tuple[bytes, int]:
    """The lines of a run that was disturbed in one ``way`` at ``most`` so often, and how often it was.

    ``seconds`` is what an undisturbed run takes.
    """
    times = 0
    resume = False
    while True:
        run = subprocess.Popen(
            command(folder, out, jobs, resume), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        while times < most and run.poll() is None:
            time.sleep(chance.uniform(0.1, 0.5) * seconds)
            times += disturb(run, way, chance)
        if run.wait() in (0, 1):
            return (out / LINES).read_bytes(), times
        resume = True
        complete_lines(out / LINES)


def disturb(run: subprocess.Popen[bytes], way: str, chance: random.Random) -> bool:
    """Disturb a run. False where it was over already, or had no worker."""
    if run.poll() is not None:
        return False
    if way == "worker killed":
        workers = list(children(run.pid))
        if workers:
            os.kill(chance.choice(workers), signal.SIGKILL)
        return bool(workers)
    run.send_signal(signal.SIGKILL if way == "run killed" else signal.SIGINT)
    run.wait()
    return True


def children(pid: int) -> Iterator[int]:
    """The processes started by a process."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[1]) == pid:
                yield int(entry.name)


def complete_lines(path: Path) -> int:
    """How many lines a partial result has; all of them whole, or ValueError."""
    if not path.exists():
        return 0
    data = path.read_bytes()
    if data and not data.endswith(b"\n"):
        raise ValueError(f"{path} ends within a line")
    return data.count(b"\n")


def main() -> None:
    """Print how each way of disturbing ends."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    chance = random.Random(asked.seed)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "returns"
        build(folder, asked.files)
        wanted, seconds = undisturbed(folder, Path(scratch) / "undisturbed", asked.jobs)
        print(f"{asked.files} returns, {asked.jobs} workers: {seconds:.1f} s, {len(wanted)} bytes of results")
        for way in WAYS:
            found, times = disturbed(folder, Path(scratch) / way, way, seconds, chance, asked.jobs)
            print(f"{way}, {times} times: {'identical' if found == wanted else 'DIFFERENT'}")


if __name__ == "__main__":
    main()
