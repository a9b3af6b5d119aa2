"""What hostile files cost: every one of ``tests/hostile.py`` checked by the command in a process of its own.

    python benchmarks/hostile_files.py

Prints seconds (processor time and elapsed) and the largest resident memory of each, the clean return first, and which
of them are beyond a second or 100 MB.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
ENVIRONMENT = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT / "tests")])}
MOST_SECONDS, MOST_MEGABYTES = 1.0, 100.0


class Cost(NamedTuple):
    """Processor and elapsed seconds, peak resident megabytes, exit code."""

    processor: float
    elapsed: float
    megabytes: float
    code: int


def cost(path: Path) -> Cost:
    """Run ``perfxl check`` on a file and see what the process has used."""
    begin = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "perfxl", "check", str(path)], stdout=subprocess.DEVNULL, env=ENVIRONMENT
    )
    _, status, used = os.wait4(process.pid, 0)
    elapsed = time.perf_counter() - begin
    process.returncode = code = os.waitstatus_to_exitcode(status)
    return Cost(used.ru_utime + used.ru_stime, elapsed, used.ru_maxrss / 1024, code)


def make(folder: Path) -> None:
    """Write all files into a folder, each under its name. Making them takes more memory than reading them."""
    import hostile

    (folder / "the clean return.xlsx").write_bytes(hostile.clean())
    for name in hostile.HOSTILE:
        (folder / f"{name}.xlsx").write_bytes(hostile.made(name).data)


def measure(folder: Path) -> None:
    """Print a table of what each file of a folder costs."""
    beyond = []
    print(f"{'CPU s':>6} {'all s':>6} {'MB':>5} {'kB':>6} exit  file")
    for path in sorted(folder.iterdir(), key=lambda path: (path.stem != "the clean return", path)):
        used = min((cost(path) for _ in range(3)), key=lambda used: used.elapsed)
        numbers = (
            f"{used.processor:6.2f} {used.elapsed:6.2f} {used.megabytes:5.0f} {path.stat().st_size // 1000:6}"
        )
        print(f"{numbers} {used.code:4}  {path.stem}", flush=True)
        if used.elapsed >= MOST_SECONDS or used.megabytes >= MOST_MEGABYTES or used.code != 1:
            beyond.append(path.stem)
    print(f"beyond {MOST_SECONDS} s or {MOST_MEGABYTES:.0f} MB: {'; '.join(beyond) or 'none'}")


def main() -> None:
    """Make the files in a process of its own, for a small process starts small ones, and measure."""
    if sys.argv[1:2] == ["--make"]:
        make(Path(sys.argv[2]))
        return
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, __file__, "--make", folder], env=ENVIRONMENT, check=True)
        measure(Path(folder))


if __name__ == "__main__":
    main()
