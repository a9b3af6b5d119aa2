"""How fast reports are made and opened: ``python benchmarks/report_speed.py [COUNT …]``.

For each count of returns (300, 3,000 and 10,000) made up from the real ones: processor seconds and peak memory of each
result in a process of its own, its size, and in headless Chromium the seconds until the report can be used, and the
milliseconds of showing a unit, searching and sorting. Then how the search for near-identical texts (HZ-02) grows, on
texts of which half are variations of a few and half are of their own kind, beside comparing each with each.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from statistics import median

CHECKOUT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(CHECKOUT / "benchmarks"), str(CHECKOUT / "tests" / "report")]

from browser import CHROMIUM, Browser  # noqa: E402

from perfxl.report import FORMATS, collect, write  # noqa: E402
from perfxl.report.wording import LIMIT, Wordings, bare, similarity  # noqa: E402
from report_lines import made_lines  # noqa: E402

COUNTS = (300, 3_000, 10_000)
TEXTS = (2_000, 8_000, 32_000)
BRUTE = 500
OPENINGS = 5
SHOW = """(async () => {
  const links = document.querySelectorAll('#rows a'), began = performance.now();
  location.hash = links[links.length >> 1].hash;
  while (document.getElementById('detail').hidden) await new Promise((done) => setTimeout(done, 1));
  const took = performance.now() - began;
  location.hash = '#units';
  while (!document.getElementById('detail').hidden) await new Promise((done) => setTimeout(done, 1));
  return took;
})()"""
SEARCH = """(() => {
  const box = document.getElementById('q'), began = performance.now();
  box.value = '档案馆';
  box.dispatchEvent(new Event('input', { bubbles: true }));
  return performance.now() - began;
})()"""
SORT = """(() => {
  const began = performance.now();
  document.querySelector('[data-sort=rate] button').click();
  return performance.now() - began;
})()"""


def make(lines: Path, out: Path, result: str) -> None:
    """Make one result and print the processor seconds of reading the run and of writing, and the peak memory."""
    began = time.process_time()
    digest = collect(lines)
    read = time.process_time()
    write(digest, out, [result])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{read - began} {time.process_time() - read} {peak}")


def making(folder: Path, count: int) -> Path:
    """Make every result of so many returns; gives the report."""
    lines = folder / "审核结果.jsonl"
    with lines.open("w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in made_lines(count))
    print(f"\n{count:,} returns, {lines.stat().st_size / 1e6:.0f} MB of lines")
    for result in FORMATS:
        out = folder / result
        command = [sys.executable, __file__, "--make", str(lines), str(out), result]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        read, wrote, peak = map(float, said.split())
        size = sum(path.stat().st_size for path in out.iterdir()) / 1e6
        print(
            f"  {result:8} reading {read:6.2f} s  writing {wrote:6.2f} s  peak {peak:5.0f} MB  {size:7.2f} MB"
        )
    return folder / "html" / "审核报告.html"


def opening(browser: Browser, report: Path) -> None:
    """Open a report a few times and use it."""
    opened = [browser.open(report) for _ in range(OPENINGS)]
    shown, searched, ordered = (
        median(browser.run(script) for _ in range(OPENINGS)) for script in (SHOW, SEARCH, SORT)
    )
    print(
        f"  Chromium opening {median(opened):.2f} s (worst {max(opened):.2f})  a unit {shown:.0f} ms"
        f"  search {searched:.0f} ms  sort {ordered:.0f} ms"
    )


def texts(count: int) -> list[str]:
    """Texts of 150 characters: half of them variations of twenty, half of their own kind."""
    chance = Random(count)

    def text() -> str:
        # Characters as uneven as in a language: squared chance prefers the first ones.
        return "".join(chr(0x4E00 + int(chance.random() ** 2 * 2_000)) for _ in range(150))

    common = [text() for _ in range(20)]
    found = []
    for number in range(count):
        place = chance.randrange(140)
        base = chance.choice(common)
        found.append(text() if number % 2 else base[:place] + text()[:4] + base[place + 4 :])
    return found


def wordings() -> None:
    """How the search for near-identical texts grows."""
    print("\nnear-identical texts (HZ-02), processor seconds")
    for count in TEXTS:
        made = texts(count)
        began = time.process_time()
        found = Wordings()
        for number, text in enumerate(made):
            found.add(str(number), text)
        alike = len(found.likenesses())
        print(f"  {count:6,} texts  {time.process_time() - began:7.2f} s  {alike:,} reported")
    plain = [bare(text) for text in texts(BRUTE)]
    began = time.process_time()
    alike = sum(
        any(similarity(one, other) > LIMIT for place, other in enumerate(plain) if place != number)
        for number, one in enumerate(plain)
    )
    print(
        f"  {BRUTE:6,} texts  {time.process_time() - began:7.2f} s  {alike:,} reported, each compared with each"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("counts", metavar="COUNT", nargs="*", type=int, help="returns in a run")
    parser.add_argument("--make", nargs=3, metavar=("LINES", "OUT", "RESULT"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.make:
        lines, out, result = arguments.make
        make(Path(lines), Path(out), result)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        reports = []
        for count in arguments.counts or COUNTS:
            (folder / str(count)).mkdir()
            reports.append(making(folder / str(count), count))
        if CHROMIUM is not None:
            print()
            with Browser(folder / "profile") as browser:
                for report in reports:
                    print(f"{report.parent.parent.name} returns")
                    opening(browser, report)
    wordings()


if __name__ == "__main__":
    main()
